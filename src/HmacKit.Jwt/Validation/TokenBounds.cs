namespace HmacKit.Jwt;

/// <summary>The bounds of the settings; the documentation of each setting names them.</summary>
internal static class TokenBounds
{
    /// <summary>What many servers take as a header, and what a validator takes unless it is told otherwise.</summary>
    public const int UsualTokenLength = 8192;

    public const int MaxTokenLength = 65536;

    public static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(30);

    public static readonly TimeSpan MaxClockSkew = TimeSpan.FromMinutes(5);
}
