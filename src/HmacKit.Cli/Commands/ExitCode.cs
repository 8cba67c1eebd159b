namespace HmacKit.Cli;

/// <summary>What a command returns to the shell.</summary>
internal static class ExitCode
{
    /// <summary>Done, or valid.</summary>
    public const int Done = 0;

    /// <summary>The request was rejected.</summary>
    public const int Rejected = 1;

    /// <summary>Wrong use, or input that can't be read.</summary>
    public const int WrongUse = 2;
}
