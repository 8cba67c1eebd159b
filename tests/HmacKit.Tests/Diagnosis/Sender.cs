using System.Text;
using System.Text.RegularExpressions;

namespace HmacKit.Tests.Diagnosis;

/// <summary>
/// A sender that signs with nothing of the engine, and makes mistakes: what it sends and what it signs can be set apart from
/// each other. Slips are made here by hand, so that the diagnosis isn't tested against its own code.
/// </summary>
internal sealed class Sender
{
    public static readonly DateTimeOffset Now = SchemeCase.Now;

    private readonly SchemeCase _case;
    private readonly Dictionary<string, byte[]> _signedParts = [];

    public Sender(SchemeCase item, int seed)
    {
        _case = item;
        Dice = new Dice(seed);
        Key = item.Secret;
        KeyId = item.Ring.Id;
        Id = "evt_" + Dice.Word();
        Nonce = "n-" + Dice.Word(8);
        Body = Encoding.UTF8.GetBytes($$"""{"name": "{{Dice.Word()}}", "amount": {{Dice.Next(100_000)}}, "tags": ["{{Dice.Word(3)}}", "{{Dice.Word(4)}}"]}""");
        Target = $"/v1/{Dice.Word()}/{Dice.Word(3)}?{Dice.Word(3)}={Dice.Next(1000)}&{Dice.Word(4)}={Dice.Word()}";
        SentTime = Write(Now.AddSeconds(-Dice.Next(5)), item.Scheme.Freshness?.Format);
        Template = item.Scheme.Message;
        Tag = (key, message) => NaiveMessage.Tag(item.Scheme.Algorithm, key, message);
    }

    public Dice Dice { get; }

    public SignatureScheme Scheme => _case.Scheme;

    public string Method { get; set; } = "POST";

    public string Target { get; set; }

    public string? SignedTarget { get; set; }

    public byte[] Body { get; set; }

    public byte[]? SignedBody { get; set; }

    public string Host { get; set; } = "api.example.com";

    public string Id { get; set; }

    public string Nonce { get; set; }

    public string KeyId { get; set; }

    public string SentTime { get; set; }

    public string? SignedTime { get; set; }

    public byte[] Key { get; set; }

    public string Template { get; set; }

    public Func<byte[], byte[], byte[]> Tag { get; set; }

    /// <summary>How the tag is written; null for what the scheme says.</summary>
    public Func<byte[], string>? Spell { get; set; }

    /// <summary>Changes the value of the signature's header.</summary>
    public Func<string, string>? ChangeHeader { get; set; }

    /// <summary>The name under which a header of the scheme is sent.</summary>
    public Func<string, string>? RenameHeader { get; set; }

    /// <summary>The last word of the dice.</summary>
    public string Last => Dice.Last;

    public List<KeyValuePair<string, string>> OtherHeaders { get; } = [];

    public KeyRing Ring { get; set; } = null!;

    public bool Signs(string placeholder) => Template.Contains("{" + placeholder, StringComparison.Ordinal);

    /// <summary>Signs something else in the place of a placeholder.</summary>
    public void SignInPlaceOf(string placeholder, byte[] bytes) => _signedParts["{" + placeholder + "}"] = bytes;

    public void SignInPlaceOf(string placeholder, string text) => SignInPlaceOf(placeholder, Encoding.UTF8.GetBytes(text));

    /// <summary>Whether the slip makes a difference at all.</summary>
    public bool IsSlip => !Message(slips: true).AsSpan().SequenceEqual(Message(slips: false))
        || !Key.AsSpan().SequenceEqual(_case.Secret) || Spell is not null || RenameHeader is not null || ChangeHeader is not null || !Tag([1], [2]).AsSpan().SequenceEqual(NaiveMessage.Tag(Scheme.Algorithm, [1], [2]));

    public RawRequest Send()
    {
        byte[] tag = Tag(Key, Message(slips: true));
        var headers = new List<KeyValuePair<string, string>> { new("Host", Host) };
        headers.AddRange(OtherHeaders);
        foreach (SchemeCarrier header in Scheme.Headers)
        {
            string value = header.Format.Template
                .Replace("{timestamp}", SentTime, StringComparison.Ordinal)
                .Replace("{id}", Id, StringComparison.Ordinal)
                .Replace("{nonce}", Nonce, StringComparison.Ordinal)
                .Replace("{keyid}", KeyId, StringComparison.Ordinal)
                .Replace("{signature:hex}", Spell?.Invoke(tag) ?? Convert.ToHexStringLower(tag), StringComparison.Ordinal)
                .Replace("{signature:base64}", Spell?.Invoke(tag) ?? Convert.ToBase64String(tag), StringComparison.Ordinal)
                .Replace("{signature:base64url}", Spell?.Invoke(tag) ?? Url(tag), StringComparison.Ordinal);
            bool isSignature = header.Format.Template.Contains("{signature:", StringComparison.Ordinal);
            headers.Add(new(RenameHeader?.Invoke(header.Name) ?? header.Name, isSignature && ChangeHeader is not null ? ChangeHeader(value) : value));
        }

        return new RawRequest(Method, Target, headers, Body);
    }

    public SignatureDiagnosis Diagnose(DiagnosisOptions? options = null) => SignatureDiagnosis.Explain(
        Scheme, Send(), Ring ?? _case.Ring, Now, options ?? new DiagnosisOptions { Budget = TimeSpan.FromMinutes(5) });

    public static string Url(byte[] tag) => Convert.ToBase64String(tag).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public static string Write(DateTimeOffset time, TimestampFormat? format) => format switch
    {
        TimestampFormat.UnixSeconds => $"{time.ToUnixTimeSeconds()}",
        TimestampFormat.UnixMilliseconds => $"{time.ToUnixTimeMilliseconds()}",
        TimestampFormat.Rfc3339 => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", null),
        TimestampFormat.HttpDate => time.ToString("r", null),
        _ => "",
    };

    private byte[] Message(bool slips)
    {
        var request = new RawRequest(
            Method, slips ? SignedTarget ?? Target : Target, [new("Host", Host)], slips ? SignedBody ?? Body : Body);
        var values = new NaiveMessage.Values(slips ? SignedTime ?? SentTime : SentTime, Id, Nonce, KeyId);
        return
        [
            .. Regex.Split(slips ? Template : Scheme.Message, @"(\{[^}]*\})").SelectMany(piece =>
                slips && _signedParts.TryGetValue(piece, out byte[]? own) ? own
                : piece == "{full-url}" ? Encoding.UTF8.GetBytes($"https://{Host}{request.Target}")
                : NaiveMessage.Of(piece, request, values)),
        ];
    }
}
