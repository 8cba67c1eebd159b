using System.Buffers.Text;
using System.Security.Cryptography;

namespace HmacKit.Testing;

/// <summary>Signatures that are spoilt, written in another way, or too many.</summary>
internal static class SignatureAttacks
{
    public const string FlippedFirst = "signature/flipped-first";

    public const string FlippedLast = "signature/flipped-last";

    public static IEnumerable<Attack> Of(Forge forge)
    {
        string encoding = Template.Pieces(forge.SignatureHeader.Format.Template).First(piece => piece.IsPlaceholder && piece.Text.StartsWith("signature:", StringComparison.Ordinal)).Text["signature:".Length..];
        foreach ((string name, string sent, Func<string, string> spoil) in Changes().Concat(Spellings(encoding)))
        {
            SignedRequest good = forge.Sign();
            string spoilt = spoil(good.Claim.Signature);
            if (spoilt != good.Claim.Signature)
            {
                bool isUnlike = !spoilt.Contains(good.Claim.Signature, StringComparison.OrdinalIgnoreCase);
                yield return new(name, sent, good.With("signature", spoilt)) { RightSignature = isUnlike ? good.Claim.Signature : null };
            }
        }

        yield return new("signature/of-other-body", "the signature of another body", forge.Sign().With("signature", forge.Sign(body: "{}"u8.ToArray()).Claim.Signature));
        SignedRequest hashed = forge.Sign();
        if (Hash(forge.Scheme.Algorithm, forge.Message(hashed)) is { } hash)
        {
            yield return new("signature/plain-hash", "the hash of the message, without a key", hashed.With("signature", Encode(encoding, hash)));
        }

        foreach (Attack attack in Many(forge, encoding).Concat(Framing(forge)))
        {
            yield return attack;
        }
    }

    private static IEnumerable<(string Name, string Sent, Func<string, string> Change)> Changes()
    {
        yield return (FlippedFirst, "the first character of the signature changed", text => Flipped(text, 0));
        yield return ("signature/flipped-middle", "a character in the middle of the signature changed", text => Flipped(text, text.Length / 2));
        yield return (FlippedLast, "the last character of the signature changed", text => Flipped(text, text.TrimEnd('=').Length - 2));
        yield return ("signature/empty", "an empty signature", _ => "");
        yield return ("signature/half", "half of the signature", text => text[..(text.Length / 2)]);
        yield return ("signature/byte-less", "the signature without its last byte", text => text[..^2]);
        yield return ("signature/one-character", "the first character of the signature alone", text => text[..1]);
        yield return ("signature/byte-more", "the signature with a byte more", text => text + "00");
        yield return ("signature/blank-within", "a blank within the signature", text => text.Insert(text.Length / 2, " "));
        yield return ("signature/word", "a word for the signature", _ => "null");
        yield return ("signature/overlong", "a signature of 3,000 characters", text => string.Concat(Enumerable.Repeat(text, 1 + (3000 / text.Length)))[..3000]);
    }

    private static IEnumerable<(string Name, string Sent, Func<string, string> Change)> Spellings(string encoding)
    {
        yield return ("signature/zeros", "a signature of zeros", text => Encode(encoding, new byte[Decode(encoding, text).Length]));
        if (encoding == "hex")
        {
            yield return ("signature/upper-case", "the signature in upper case", text => text.ToUpperInvariant());
            yield return ("signature/mixed-case", "the signature with one letter in upper case", OneUpper);
            yield return ("signature/as-base64", "the signature in base64", text => Encode("base64", Decode(encoding, text)));
            yield return ("signature/hex-prefix", "the signature behind 0x", text => "0x" + text);
            yield break;
        }

        yield return ("signature/as-hex", "the signature in hex", text => Encode("hex", Decode(encoding, text)));
        yield return ("signature/lower-case", "the signature in lower case", text => text.ToLowerInvariant());
        yield return ("signature/other-base64", "the signature in the other base64", text => Encode(encoding == "base64" ? "base64url" : "base64", Decode(encoding, text)));
        yield return ("signature/spare-bits", "the signature with its spare bits set", SpareBits);
    }

    /// <summary>Lists of signatures: without a good one, too long, or where only one may be.</summary>
    private static IEnumerable<Attack> Many(Forge forge, string encoding)
    {
        SchemeCarrier header = forge.SignatureHeader;
        IReadOnlyList<(string Text, bool IsPlaceholder)> pieces = Template.Pieces(header.Format.Template);
        int at = pieces.ToList().FindIndex(piece => piece.IsPlaceholder && piece.Text.StartsWith("signature:", StringComparison.Ordinal));
        string before = at > 0 ? pieces[at - 1].Text : "";
        string[] separators = before is [',' or ';' or ' ', ..] ? [""] : [",", " ", ";"];
        foreach (string separator in separators)
        {
            SignedRequest good = forge.Sign();
            string value = Template.Fill(header, good.Claim);
            int start = value.LastIndexOf(before + good.Claim.Signature, StringComparison.Ordinal);
            string Junk(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => before + Encode(encoding, RandomNumberGenerator.GetBytes(forge.Scheme.Algorithm.TagSize)) + separator));
            string suffix = separator switch { "," => ":comma", " " => ":blank", ";" => ":semicolon", _ => "" };
            yield return new($"signature/sixteen-wrong-and-the-good{suffix}", "sixteen wrong signatures before the good one", good.ToWire().With(header.Name, value[..start] + Junk(16) + value[start..]));
            yield return new($"signature/three-wrong{suffix}", "three wrong signatures", forge.Sign().ToWire().With(header.Name, (value[..start] + Junk(3)).TrimEnd(',', ';', ' ')));
            good = forge.Sign();
            value = Template.Fill(header, good.Claim);
            yield return new($"signature/good-and-wrong{suffix}", "a wrong signature before the good one", good.ToWire().With(header.Name, value.Insert(value.LastIndexOf(before + good.Claim.Signature, StringComparison.Ordinal), Junk(1))));
        }
    }

    /// <summary>The fixed text around the signature left out or changed.</summary>
    private static IEnumerable<Attack> Framing(Forge forge)
    {
        SchemeCarrier header = forge.SignatureHeader;
        SignedRequest good = forge.Sign();
        string value = Template.Fill(header, good.Claim);
        if (value.StartsWith("sha", StringComparison.Ordinal))
        {
            string other = value.StartsWith("sha1=", StringComparison.Ordinal) ? "sha256=" : "sha1=";
            yield return new("signature/other-algorithm", "another algorithm's name before the signature", good.ToWire().With(header.Name, other + good.Claim.Signature));
            yield return new("signature/algorithm-none", "'none' for the algorithm", good.ToWire().With(header.Name, "none=" + good.Claim.Signature));
        }

        if (value != good.Claim.Signature)
        {
            yield return new("signature/bare", "the signature without the text around it", good.ToWire().With(header.Name, good.Claim.Signature));
        }
    }

    private static byte[]? Hash(HmacAlgorithm algorithm, byte[] message) => algorithm.TagSize switch
    {
        32 => SHA256.HashData(message),
        48 => SHA384.HashData(message),
        64 => SHA512.HashData(message),
        _ => null,
    };

    private static string Encode(string encoding, byte[] tag) => encoding switch
    {
        "hex" => Convert.ToHexStringLower(tag),
        "base64" => Convert.ToBase64String(tag),
        _ => Base64Url.EncodeToString(tag),
    };

    private static byte[] Decode(string encoding, string text) => encoding switch
    {
        "hex" => Convert.FromHexString(text),
        "base64" => Convert.FromBase64String(text),
        _ => Base64Url.DecodeFromChars(text),
    };

    private static string Flipped(string text, int at) => text[..at] + (text[at] == '1' ? '2' : '1') + text[(at + 1)..];

    private static string OneUpper(string text)
    {
        int at = text.AsSpan().IndexOfAnyInRange('a', 'f');
        return at < 0 ? text : text[..at] + char.ToUpperInvariant(text[at]) + text[(at + 1)..];
    }

    // The last character of a tag carries two or four bits that decode to nothing.
    private static string SpareBits(string text)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        int last = text.TrimEnd('=').Length - 1;
        int value = alphabet.IndexOf(text[last], StringComparison.Ordinal);
        return (last + 1) % 4 == 0 || value < 0 || value == alphabet.Length - 1 ? text : text[..last] + alphabet[value + 1] + text[(last + 1)..];
    }
}
