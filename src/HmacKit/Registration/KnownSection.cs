namespace HmacKit;

/// <summary>The name of a section that somebody reads.</summary>
internal sealed record KnownSection(string Name);
