using System.Security.Cryptography;
using System.Text;

namespace HmacKit;

/// <summary>Slips with the secret. What they make of it is garbage afterwards, and can't be zeroed where it was text.</summary>
internal static class SecretSlips
{
    private static readonly string[] UsualPrefixes = ["whsec_", "sk_"];

    public static IEnumerable<Slip> Vary(SignedRequest signed)
    {
        foreach (KeyRingEntry entry in signed.Ring?.Entries ?? [])
        {
            foreach ((byte[] key, DiagnosisCause cause, string what) in OfKey(signed.Scheme.SecretFormat, entry.Key.Secret.ToArray()))
            {
                yield return new(signed with { Secret = key }, cause, what);
            }
        }

        DateTimeOffset now = DateTimeOffset.FromUnixTimeMilliseconds(signed.Now);
        foreach (KeyRingEntry entry in signed.Ring?.Entries.Where(entry => !entry.IsAccepted(now)) ?? [])
        {
            yield return new(signed with { Secret = entry.Key.Secret.ToArray() }, SecretCauses.SecretPreviousKey, "a key of the ring that isn't accepted at this time");
        }

        foreach (string id in new[] { signed.KeyId, signed.Ring?.Id }.OfType<string>().Where(static id => id.Length > 0).Distinct(StringComparer.Ordinal))
        {
            yield return new(signed with { Secret = Encoding.UTF8.GetBytes(id) }, SecretCauses.SecretKeyId, "the key id as secret");
        }
    }

    /// <summary>Text secrets in other character encodings than UTF-8, and hashed secrets.</summary>
    public static IEnumerable<Slip> VaryWidely(SignedRequest signed)
    {
        foreach (KeyRingEntry entry in signed.Ring?.Entries ?? [])
        {
            foreach ((byte[] key, string what) in Hashed(entry.Key.Secret.ToArray()))
            {
                yield return new(signed with { Secret = key }, SecretCauses.SecretHashed, what);
            }
        }

        foreach (KeyRingEntry entry in signed.Scheme.SecretFormat.IsText ? signed.Ring?.Entries ?? [] : [])
        {
            foreach ((byte[] key, string charset) in InOtherCharsets(entry.Key.Secret.ToArray()))
            {
                yield return new(signed with { Secret = key }, SecretCauses.SecretCharset, $"the secret in {charset}");
            }
        }
    }

    private static IEnumerable<(byte[] Key, string What)> Hashed(byte[] key)
    {
        foreach ((string name, byte[] hash) in ((string, byte[])[])[("SHA-256", SHA256.HashData(key)), ("SHA-512", SHA512.HashData(key))])
        {
            yield return (hash, $"the {name} of the secret");
            yield return (Encoding.UTF8.GetBytes(Convert.ToHexStringLower(hash)), $"the {name} of the secret in hex");
            yield return (Encoding.UTF8.GetBytes(Convert.ToBase64String(hash)), $"the {name} of the secret in base64");
        }
    }

    private static IEnumerable<(byte[] Key, string Charset)> InOtherCharsets(byte[] utf8)
    {
        if (Charsets.TryDecodeUtf8(utf8) is not { } secret)
        {
            yield break;
        }

        bool isAscii = secret.All(char.IsAscii);
        foreach ((string name, Encoding encoding) in isAscii ? [] : Charsets.Windows.Prepend(("Latin-1", Encoding.Latin1)))
        {
            yield return (encoding.GetBytes(secret), name);
            yield return (Encoding.UTF8.GetBytes(encoding.GetString(utf8)), $"UTF-8 that was read as {name}");
            yield return (encoding.GetBytes(Encoding.UTF8.GetString(encoding.GetBytes(secret))), $"{name} that was read as UTF-8");
        }

        foreach ((string name, byte[] bytes) in Charsets.Wide(secret).Concat(isAscii ? [] : Charsets.Narrow(secret).Concat(Charsets.ReadAsAscii(utf8))))
        {
            yield return (bytes, name);
        }

        foreach (NormalizationForm form in isAscii ? [] : (NormalizationForm[])[NormalizationForm.FormC, NormalizationForm.FormD])
        {
            yield return (Encoding.UTF8.GetBytes(secret.Normalize(form)), $"Unicode's normalization {form}");
        }

        // A secret that came here as what another program misread.
        foreach ((string name, Encoding encoding) in isAscii ? [] : Charsets.Windows.Prepend(("Latin-1", Encoding.Latin1)))
        {
            if (Charsets.TryDecodeUtf8(encoding.GetBytes(secret)) is { } meant)
            {
                yield return (Encoding.UTF8.GetBytes(meant), $"UTF-8, read as {name} on this side");
            }
        }
    }

    private static IEnumerable<(byte[] Key, DiagnosisCause Cause, string What)> OfKey(KeyFormat format, byte[] key) =>
        format.IsText ? OfText(Encoding.UTF8.GetString(key), format.Prefix) : OfDecoded(format, key);

    private static IEnumerable<(byte[] Key, DiagnosisCause Cause, string What)> OfText(string secret, string declaredPrefix)
    {
        (byte[], DiagnosisCause, string) Text(string text, DiagnosisCause cause, string what) => (Encoding.UTF8.GetBytes(text), cause, what);

        foreach ((byte[], DiagnosisCause, string) wrapped in Wrapped(secret, "the secret"))
        {
            yield return wrapped;
        }

        yield return Text(secret.TrimEnd('\r', '\n'), SecretCauses.SecretTrailingNewline, "the secret without the line break at its end");
        yield return Text(secret.Trim(), SecretCauses.SecretBlanks, "the secret without the blanks around it");
        yield return Text(secret.Trim('"', '\''), SecretCauses.SecretQuotes, "the secret without the quotes around it");
        foreach (string prefix in UsualPrefixes.Append(declaredPrefix).Where(static prefix => prefix.Length > 0))
        {
            yield return Text(prefix + secret, SecretCauses.SecretPrefix, $"the secret with '{prefix}' before it");
        }

        string[] stripped = [.. WithoutPrefix(secret)];
        foreach (string text in stripped)
        {
            yield return Text(text, SecretCauses.SecretPrefix, "the secret without its prefix");
        }

        foreach (string text in stripped.Prepend(secret))
        {
            foreach ((byte[] decoded, string encoding) in Decode(text))
            {
                yield return (decoded, SecretCauses.SecretEncoding, $"the secret decoded from {encoding}");
            }
        }

        byte[] utf8 = Encoding.UTF8.GetBytes(secret);
        yield return Text(Convert.ToBase64String(utf8), SecretCauses.SecretEncoding, "the secret encoded as base64");
        yield return Text(Convert.ToHexStringLower(utf8), SecretCauses.SecretEncoding, "the secret encoded as hex");
    }

    private static IEnumerable<(byte[] Key, DiagnosisCause Cause, string What)> OfDecoded(KeyFormat format, byte[] key)
    {
        string whole = format.Encode(key);
        string text = whole[format.Prefix.Length..];
        if (format.Prefix.Length > 0)
        {
            yield return (Encoding.UTF8.GetBytes(whole), SecretCauses.SecretPrefix, "the secret as text with its prefix");
            foreach ((byte[] decoded, string encoding) in Decode(whole))
            {
                yield return (decoded, SecretCauses.SecretPrefix, $"the secret with its prefix decoded from {encoding}");
            }
        }

        foreach (string written in (string[])[text, text.TrimEnd('='), Convert.ToHexStringLower(key), Convert.ToHexString(key), Convert.ToBase64String(key), key.Length == 0 ? "" : System.Buffers.Text.Base64Url.EncodeToString(key)])
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(written);
            yield return (utf8, SecretCauses.SecretEncoding, "the secret as text");
        }

        foreach ((byte[] decoded, string encoding) in Charsets.TryDecodeUtf8(key) is { } inner ? Decode(inner) : [])
        {
            yield return (decoded, SecretCauses.SecretEncoding, $"the secret decoded once more, from {encoding}");
        }

        foreach ((byte[], DiagnosisCause, string) wrapped in new[] { whole, text }.Distinct().SelectMany(static written => Wrapped(written, "the secret as text")))
        {
            yield return wrapped;
        }
    }

    /// <summary>A text with something around it that came with a copy, a file or a shell.</summary>
    private static IEnumerable<(byte[] Key, DiagnosisCause Cause, string What)> Wrapped(string text, string name)
    {
        foreach (string end in (string[])["\n", "\r\n"])
        {
            yield return (Encoding.UTF8.GetBytes(text + end), SecretCauses.SecretTrailingNewline, $"{name} with a line break at its end");
        }

        foreach (string blank in (string[])[text + " ", " " + text, $" {text} ", text + "\t"])
        {
            yield return (Encoding.UTF8.GetBytes(blank), SecretCauses.SecretBlanks, $"{name} with blanks around it");
        }

        foreach (string quoted in (string[])[$"\"{text}\"", $"'{text}'"])
        {
            yield return (Encoding.UTF8.GetBytes(quoted), SecretCauses.SecretQuotes, $"{name} with quotes around it");
        }
    }

    /// <summary>The text behind each of the first underscores: <c>whsec_…</c>, <c>sk_live_…</c>.</summary>
    private static IEnumerable<string> WithoutPrefix(string secret)
    {
        int at = -1;
        for (int i = 0; i < 3 && (at = secret.IndexOf('_', at + 1)) > 0 && at < secret.Length - 1; i++)
        {
            yield return secret[(at + 1)..];
        }
    }

    private static IEnumerable<(byte[] Key, string Encoding)> Decode(string text)
    {
        if (text.Length % 2 == 0 && text.Length > 0 && text.All(char.IsAsciiHexDigit))
        {
            yield return (Convert.FromHexString(text), "hex");
        }

        // As lenient as Node's and Python's decoders: either alphabet, with or without padding.
        if (LenientBase64.TryDecode(text) is { Length: > 0 } decoded)
        {
            yield return (decoded, "base64");
        }
    }
}
