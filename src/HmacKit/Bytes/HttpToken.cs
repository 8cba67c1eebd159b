using System.Buffers;

namespace HmacKit;

/// <summary>Tokens of RFC 9110 section 5.6.2: header names and methods.</summary>
internal static class HttpToken
{
    private static readonly SearchValues<char> Characters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public static bool IsValid(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(Characters);
}
