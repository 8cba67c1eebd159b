namespace HmacKit.Cli;

/// <summary>The reader of our output has gone, as in <c>| head -1</c>: there is nothing left to do, and nothing to say.</summary>
internal sealed class OutputClosedException : Exception;
