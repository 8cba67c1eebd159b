using System.Globalization;
using System.Text;

namespace HmacKit.Inspection;

/// <summary>Secrets, and the words that stand in their place.</summary>
internal sealed class MaskedWords
{
    private readonly (string Secret, string Word, byte[] SecretBytes, byte[] WordBytes)[] _pairs;

    public MaskedWords(string mask, string[] secrets) => _pairs = [.. secrets.Select((secret, number) =>
    {
        string word = string.Create(CultureInfo.InvariantCulture, $"‹secret {mask} {number}›");
        return (secret, word, Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(word));
    })];

    /// <summary>Whether anything was found.</summary>
    public bool HasMasked { get; private set; }

    public string? Of(string? text)
    {
        foreach ((string secret, string word, _, _) in _pairs)
        {
            if (text?.Contains(secret, StringComparison.Ordinal) == true)
            {
                text = text.Replace(secret, word, StringComparison.Ordinal);
                HasMasked = true;
            }
        }

        return text;
    }

    public byte[] Of(byte[] bytes)
    {
        foreach ((_, _, byte[] secret, byte[] word) in _pairs)
        {
            byte[] masked = Replace(bytes, secret, word);
            HasMasked |= masked != bytes;
            bytes = masked;
        }

        return bytes;
    }

    public string Undo(string text) => _pairs.Aggregate(text, static (rest, pair) => rest.Replace(pair.Word, pair.Secret, StringComparison.Ordinal));

    public byte[] Undo(byte[] bytes) => _pairs.Aggregate(bytes, static (rest, pair) => Replace(rest, pair.WordBytes, pair.SecretBytes));

    private static byte[] Replace(byte[] bytes, byte[] from, byte[] to)
    {
        ReadOnlySpan<byte> rest = bytes;
        if (rest.IndexOf(from) < 0)
        {
            return bytes;
        }

        using var output = new MemoryStream(bytes.Length);
        for (int at = rest.IndexOf(from); at >= 0; at = rest.IndexOf(from))
        {
            output.Write(rest[..at]);
            output.Write(to);
            rest = rest[(at + from.Length)..];
        }

        output.Write(rest);
        return output.ToArray();
    }
}
