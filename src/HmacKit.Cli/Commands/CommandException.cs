namespace HmacKit.Cli;

/// <summary>Wrong use or unreadable input: the message is all that the user gets to see.</summary>
internal sealed class CommandException(string message) : Exception(message);
