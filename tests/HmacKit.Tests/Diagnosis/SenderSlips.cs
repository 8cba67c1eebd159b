using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace HmacKit.Tests.Diagnosis;

/// <summary>One slip made by hand for each cause; false where it can't be made in the scheme.</summary>
internal static partial class SenderSlips
{
    public static IReadOnlyDictionary<string, Func<Sender, bool>> ByCause { get; } = new[] { Bodies, Json, Rewritten, Targets, Claims, Secrets, Signatures, Messages }
        .SelectMany(group => group).ToDictionary(pair => pair.Key, pair => pair.Value);

    private static Dictionary<string, Func<Sender, bool>> Bodies => new()
    {
        ["body_trailing_newline"] = sender => SignBody(sender, sender.Dice.Next(3) switch
        {
            0 => [.. sender.Body, (byte)'\n'],
            1 => [.. sender.Body, (byte)'\r', (byte)'\n'],
            _ => TakeOff(sender),
        }),
        ["body_line_endings"] = sender =>
        {
            string lines = $"first {sender.Dice.Word()}\nsecond {sender.Dice.Word()}\n\nlast";
            bool isUnix = sender.Dice.Next(2) == 0;
            sender.Body = Utf8(isUnix ? lines : lines.Replace("\n", "\r\n"));
            return SignBody(sender, Utf8(isUnix ? lines.Replace("\n", "\r\n") : lines));
        },
        ["body_byte_order_mark"] = sender =>
        {
            byte[] marked = [0xEF, 0xBB, 0xBF, .. sender.Body];
            byte[] plain = sender.Body;
            bool isLost = sender.Dice.Next(2) == 0;
            sender.Body = isLost ? plain : marked;
            return SignBody(sender, isLost ? marked : plain);
        },
        ["body_form_encoding"] = sender =>
        {
            string word = sender.Dice.Word();
            sender.Body = Utf8($"name={word}+x%2Fy&{sender.Dice.Word(3)}=%C3%A9+~*");
            return SignBody(sender, Utf8(sender.Dice.One(
                Encoding.UTF8.GetString(sender.Body).Replace("+", "%20").Replace("*", "%2A"),
                Encoding.UTF8.GetString(sender.Body).Replace("%2F", "/").Replace("+", " ").Replace("%C3%A9", "é"))));
        },
        ["body_form_order"] = sender =>
        {
            string[] fields = [$"name={sender.Dice.Word()}+x", $"{sender.Dice.Word(3)}=1", $"z={sender.Dice.Word()}"];
            sender.Body = Utf8(string.Join('&', fields));
            return SignBody(sender, Utf8(sender.Dice.One($"{fields[2]}&{fields[0]}&{fields[1]}", $"{fields[1]}&{fields[0]}&{fields[2]}")));
        },
        ["body_latin1"] = sender =>
        {
            sender.Body = Utf8($"Grüße aus {sender.Dice.Word()}: ä{sender.Dice.Word()}");
            return SignBody(sender, sender.Dice.Next(2) == 0
                ? Encoding.Latin1.GetBytes(Encoding.UTF8.GetString(sender.Body))
                : Utf8(Encoding.Latin1.GetString(sender.Body)));
        },
        ["body_empty"] = sender => !sender.Signs("body:") && SignBody(sender, []),
        ["body_digest_of_empty"] = sender =>
        {
            if (!sender.Signs("body:"))
            {
                return false;
            }

            if (sender.Dice.Next(2) == 0)
            {
                return SignBody(sender, []);
            }

            sender.Body = [];
            return SignDigest(sender, []);
        },
        ["body_digest_form"] = sender => SignDigest(sender, sender.Dice.One(
            Utf8(Convert.ToHexString(SHA256.HashData(sender.Body))), Utf8(Convert.ToHexStringLower(SHA512.HashData(sender.Body))), SHA256.HashData(sender.Body), Utf8(Convert.ToBase64String(SHA256.HashData(sender.Body))))),
        ["body_digest_missing"] = sender => SignDigest(sender, sender.Body),
        ["body_digest_unneeded"] = sender =>
        {
            sender.SignInPlaceOf("body", Utf8(Convert.ToHexStringLower(SHA256.HashData(sender.Body))));
            return sender.Signs("body}");
        },
        ["body_gzip"] = sender =>
        {
            byte[] plain = sender.Body;
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, sender.Dice.One(CompressionLevel.Optimal, CompressionLevel.Fastest)))
            {
                gzip.Write(plain);
            }

            bool isUnpackedOnTheWay = sender.Dice.Next(4) == 0;
            sender.Body = isUnpackedOnTheWay ? plain : packed.ToArray();
            return SignBody(sender, isUnpackedOnTheWay ? packed.ToArray() : plain);
        },
    };

    private static Dictionary<string, Func<Sender, bool>> Claims => new()
    {
        ["time_unit"] = sender => sender.Scheme.Freshness?.Format switch
        {
            TimestampFormat.UnixSeconds when sender.Dice.Next(2) == 0 => State(sender, sender.SentTime + "123"),
            TimestampFormat.UnixSeconds => SignTime(sender, sender.SentTime + sender.Dice.One("000", "123", "999")),
            TimestampFormat.UnixMilliseconds when sender.Dice.Next(2) == 0 => State(sender, sender.SentTime[..^3]),
            TimestampFormat.UnixMilliseconds => SignTime(sender, sender.SentTime[..^3]),
            _ => false,
        },
        ["time_of_another_header"] = sender =>
        {
            string other = Sender.Write(Sender.Now.AddSeconds(1 + sender.Dice.Next(9)), sender.Dice.One<TimestampFormat?>(TimestampFormat.UnixSeconds, TimestampFormat.HttpDate));
            sender.OtherHeaders.Add(new("X-Sent-At", other));
            return SignTime(sender, other);
        },
        ["time_format"] = sender => sender.Scheme.Freshness?.Format switch
        {
            TimestampFormat.UnixSeconds or TimestampFormat.UnixMilliseconds => Either(sender, $"{Date(sender):yyyy-MM-ddTHH:mm:ss}Z"),
            TimestampFormat.Rfc3339 => Either(sender, $"{Date(sender).ToUnixTimeSeconds()}"),
            TimestampFormat.HttpDate => Either(sender, $"{Date(sender):yyyy-MM-ddTHH:mm:ss}Z"),
            _ => false,
        },
        ["time_read_twice"] = sender =>
        {
            if (sender.Scheme.Freshness?.Format is not { } format)
            {
                return false;
            }

            bool hasMilliseconds = format is TimestampFormat.UnixMilliseconds or TimestampFormat.Rfc3339;
            DateTimeOffset other = hasMilliseconds ? Date(sender).AddMilliseconds(sender.Dice.One(-900, -3, 1, 40)) : Date(sender).AddSeconds(sender.Dice.One(-1, 1, 7));
            return SignTime(sender, Sender.Write(other, format));
        },
        ["time_zone"] = sender =>
        {
            DateTimeOffset shifted = Sender.Now.AddHours(sender.Dice.One(-8, -5, 1, 2, 5.5, 9)).AddSeconds(-sender.Dice.Next(5));
            string text = Sender.Write(shifted, sender.Scheme.Freshness?.Format);
            return sender.Signs("timestamp") && (sender.Dice.Next(2) == 0
                ? State(sender, text)
                : SignTime(sender, Sender.Write(Date(sender).AddHours(sender.Dice.One(-8, 1, 2, 5.5)), sender.Scheme.Freshness?.Format)));
        },
        ["id_nonce_swapped"] = sender =>
        {
            sender.SignInPlaceOf("id", sender.Nonce);
            sender.SignInPlaceOf("nonce", sender.Id);
            return sender.Signs("id}") && sender.Signs("nonce");
        },
        ["id_of_another_header"] = sender =>
        {
            string other = "req-" + sender.Dice.Word();
            sender.OtherHeaders.Add(new("X-Request-Id", other));
            sender.SignInPlaceOf(sender.Signs("id}") ? "id" : "nonce", other);
            return sender.Signs("id}") || sender.Signs("nonce");
        },
    };

    private static DateTimeOffset Date(Sender sender) => sender.Scheme.Freshness?.Format switch
    {
        TimestampFormat.UnixSeconds => DateTimeOffset.FromUnixTimeSeconds(long.Parse(sender.SentTime, null)),
        TimestampFormat.UnixMilliseconds => DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(sender.SentTime, null)),
        _ => DateTimeOffset.Parse(sender.SentTime, null),
    };

    private static bool Either(Sender sender, string time) => sender.Dice.Next(2) == 0 ? State(sender, time) : SignTime(sender, time);

    /// <summary>The wrong text in the header, and signed as it is there.</summary>
    private static bool State(Sender sender, string time)
    {
        sender.SentTime = time;
        return sender.Signs("timestamp");
    }

    private static bool SignTime(Sender sender, string time)
    {
        sender.SignedTime = time;
        return sender.Signs("timestamp");
    }

    private static bool SignBody(Sender sender, byte[] body)
    {
        sender.SignedBody = body;
        return sender.Signs("body");
    }

    private static bool SignDigest(Sender sender, byte[] digest)
    {
        string placeholder = PlaceholderOfDigest().Match(sender.Template).Groups[1].Value;
        sender.SignInPlaceOf(placeholder, digest);
        return placeholder.Length > 0;
    }

    private static byte[] TakeOff(Sender sender)
    {
        byte[] body = sender.Body;
        sender.Body = [.. body, (byte)'\n'];
        return body;
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    [GeneratedRegex(@"\{(body:[^}]*)\}")]
    private static partial Regex PlaceholderOfDigest();
}
