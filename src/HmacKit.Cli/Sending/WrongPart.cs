namespace HmacKit.Cli;

/// <summary>What is wrong with a sample event on purpose.</summary>
internal enum WrongPart
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The body isn't the one that was signed.</summary>
    Body,

    /// <summary>It was signed too long ago.</summary>
    Time,

    /// <summary>It was signed with another key.</summary>
    Key,
}
