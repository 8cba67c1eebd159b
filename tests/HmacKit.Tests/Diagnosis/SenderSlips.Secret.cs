using System.Security.Cryptography;
using System.Text;

namespace HmacKit.Tests.Diagnosis;

internal static partial class SenderSlips
{
    private static Dictionary<string, Func<Sender, bool>> Secrets => new()
    {
        ["secret_trailing_newline"] = sender => UseSecret(sender, text => text + sender.Dice.One("\n", "\r\n")),
        ["secret_blanks"] = sender => UseSecret(sender, text => sender.Dice.One($" {text}", $"{text} ", $" {text} ")),
        ["secret_quotes"] = sender => UseSecret(sender, text => sender.Dice.One($"\"{text}\"", $"'{text}'")),
        ["secret_prefix"] = sender =>
        {
            if (sender.Scheme.SecretFormat.ToString() == "base64, after whsec_ or without it")
            {
                sender.Key = Utf8("whsec_" + Convert.ToBase64String(sender.Key));
                return true;
            }

            string secret = "whsec_" + sender.Dice.Word(32);
            RingOf(sender, secret);
            sender.Key = Utf8(secret["whsec_".Length..]);
            return sender.Scheme.SecretFormat == KeyFormat.Text;
        },
        ["secret_encoding"] = sender =>
        {
            byte[] key = sender.Dice.Bytes(32);
            if (sender.Scheme.SecretFormat != KeyFormat.Text)
            {
                RingOf(sender, "whsec_" + Convert.ToBase64String(key));
                sender.Key = sender.Dice.One(Utf8(Convert.ToBase64String(key)), Utf8(Convert.ToHexStringLower(key)));
                return true;
            }

            RingOf(sender, sender.Dice.One(Convert.ToBase64String(key), Convert.ToHexStringLower(key), "whsec_" + Convert.ToBase64String(key)));
            sender.Key = key;
            return true;
        },
        ["secret_previous_key"] = sender =>
        {
            HmacKey current = HmacKey.Generate(sender.Scheme.Algorithm);
            byte[] old = sender.Dice.Bytes(32);
            HmacKey previous = HmacKey.Import(sender.Scheme.Algorithm, KeyFormat.Hex, Convert.ToHexString(old));
            sender.Ring = sender.Dice.Next(2) == 0
                ? new KeyRing(sender.KeyId, current).WithAccepted(previous, expires: Sender.Now.AddDays(-1))
                : new KeyRing(sender.KeyId, previous, expires: Sender.Now.AddDays(-1));
            sender.Key = old;
            return true;
        },
        ["secret_charset"] = sender =>
        {
            string secret = $"ein Schlüssel von {sender.Dice.Word()} Zeichen, jawohl, größer";
            RingOf(sender, secret);
            sender.Key = sender.Dice.One(
                Encoding.Latin1.GetBytes(secret), Encoding.Unicode.GetBytes(secret), Encoding.ASCII.GetBytes(secret), Utf8(Encoding.Latin1.GetString(Utf8(secret))));
            return sender.Scheme.SecretFormat == KeyFormat.Text;
        },
        ["secret_hashed"] = sender =>
        {
            byte[] key = sender.Key;
            sender.Key = sender.Dice.One(SHA256.HashData(key), Utf8(Convert.ToHexStringLower(SHA256.HashData(key))), Utf8(Convert.ToBase64String(SHA512.HashData(key))));
            return true;
        },
        ["secret_key_id"] = sender =>
        {
            sender.Key = Utf8(sender.KeyId);
            return sender.KeyId.Length > 0;
        },
    };

    private static Dictionary<string, Func<Sender, bool>> Signatures => new()
    {
        ["signature_hex_case"] = sender => Spell(sender, "hex}", Convert.ToHexString, tag => Convert.ToHexString(tag) != Convert.ToHexStringLower(tag)),
        ["signature_padding"] = sender => Spell(sender, "base64}", tag => Convert.ToBase64String(tag).TrimEnd('='), tag => !HasSpecial(tag) && Convert.ToBase64String(tag).EndsWith('='))
            || Spell(sender, "base64url}", tag => Sender.Url(tag).PadRight((Sender.Url(tag).Length + 3) / 4 * 4, '='), tag => Sender.Url(tag).Length % 4 != 0),
        ["signature_base64url"] = sender => Spell(sender, "base64}", Sender.Url, HasSpecial) || Spell(sender, "base64url}", Convert.ToBase64String, HasSpecial),
        ["signature_encoding"] = sender => Spell(sender, "hex}", sender.Dice.Next(2) == 0 ? Convert.ToBase64String : tag => Convert.ToBase64String(Utf8(Convert.ToHexStringLower(tag))))
            || Spell(sender, "base64", sender.Dice.Next(2) == 0 ? Convert.ToHexStringLower : tag => Convert.ToBase64String(Utf8(Convert.ToHexStringLower(tag)))),
        ["signature_separators"] = sender => Spell(sender, "hex}", sender.Dice.Next(3) switch
        {
            0 => BitConverter.ToString,
            1 => tag => BitConverter.ToString(tag).Replace('-', ':').ToLowerInvariant(),
            _ => tag => "0x" + Convert.ToHexStringLower(tag),
        }),
        ["signature_prefix"] = sender =>
        {
            string template = sender.Scheme.Headers.Single(header => header.Format.Template.Contains("{signature:", StringComparison.Ordinal)).Format.Template;
            if (template.StartsWith("{signature:", StringComparison.Ordinal))
            {
                sender.ChangeHeader = value => "sha256=" + value;
                return true;
            }

            bool isFirst = template.IndexOf("{signature:", StringComparison.Ordinal) == template.IndexOf('{', StringComparison.Ordinal);
            string prefix = template[..template.IndexOf('{', StringComparison.Ordinal)];
            sender.ChangeHeader = value => sender.Dice.Next(2) == 0 ? value[prefix.Length..] : "hmac " + value[prefix.Length..];
            return isFirst;
        },
        ["signature_joined"] = sender =>
        {
            HeaderFormat format = sender.Scheme.Headers.Single(static header => header.HasSignature).Format;
            sender.ChangeHeader = value => sender.Dice.Next(2) == 0 ? $"{value}, {value}" : $"{value[..^2]}00,{value}";
            return format.Separator is null && !format.Template.Contains(',', StringComparison.Ordinal);
        },
        ["algorithm_other"] = sender =>
        {
            int[] sizes = [.. new[] { 20, 32, 48, 64 }.Where(other => other != sender.Scheme.Algorithm.TagSize)];
            int size = sizes[sender.Dice.Next(sizes.Length)];
            sender.Tag = (key, message) => size switch
            {
                20 => Sha1(key, message),
                32 => HMACSHA256.HashData(key, message),
                48 => HMACSHA384.HashData(key, message),
                _ => HMACSHA512.HashData(key, message),
            };
            return true;
        },
        ["algorithm_swapped"] = sender =>
        {
            sender.Tag = (key, message) => HMACSHA256.HashData(message, key);
            return sender.Scheme.Algorithm == HmacAlgorithm.Sha256;
        },
        ["algorithm_plain_hash"] = sender =>
        {
            int kind = sender.Dice.Next(3);
            sender.Tag = (key, message) => SHA256.HashData(kind switch { 0 => message, 1 => [.. key, .. message], _ => [.. message, .. key] });
            return true;
        },
    };

    private static bool HasSpecial(byte[] tag) => Convert.ToBase64String(tag).AsSpan().ContainsAny('+', '/');

    private static bool Spell(Sender sender, string placeholder, Func<byte[], string> spell, Func<byte[], bool>? isWanted = null)
    {
        bool isOfKind = sender.Scheme.Headers.Any(header => header.Format.Template.Contains("{signature:" + placeholder, StringComparison.Ordinal));
        if (!isOfKind)
        {
            return false;
        }

        // What a slip changes depends on the tag, so bodies are tried until it is one of the wanted kind.
        bool isFound = false;
        sender.Spell = tag =>
        {
            isFound = isWanted?.Invoke(tag) != false;
            return spell(tag);
        };
        sender.Send();
        for (int i = 0; i < 200 && !isFound; i++)
        {
            sender.Body = Utf8($$"""{"try": {{i}}, "with": "{{sender.Dice.Word()}}"}""");
            sender.Send();
        }

        return isFound;
    }

    private static bool UseSecret(Sender sender, Func<string, string> change)
    {
        string secret = sender.Dice.Word(32);
        if (sender.Scheme.SecretFormat != KeyFormat.Text)
        {
            secret = "whsec_" + Convert.ToBase64String(sender.Dice.Bytes(24));
        }

        RingOf(sender, secret);
        sender.Key = Utf8(change(secret));
        return true;
    }

    private static void RingOf(Sender sender, string secret)
    {
        if (sender.Scheme.SecretFormat == KeyFormat.Text || secret.StartsWith("whsec_", StringComparison.Ordinal))
        {
            sender.Ring = new KeyRing(sender.KeyId, sender.Scheme.ImportKey(secret));
        }
    }

#pragma warning disable CA5350 // a slip that is looked for
    private static byte[] Sha1(byte[] key, byte[] message) => HMACSHA1.HashData(key, message);
#pragma warning restore CA5350
}
