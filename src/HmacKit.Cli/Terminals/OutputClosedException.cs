namespace HmacKit.Cli;

/// <summary>Whoever read our output has gone, as in <c>| head -1</c>: there is nothing left to do, and nothing to say.</summary>
internal sealed class OutputClosedException : Exception;
