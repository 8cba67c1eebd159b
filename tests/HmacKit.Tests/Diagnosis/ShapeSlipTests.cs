using System.Security.Cryptography;
using System.Text;

namespace HmacKit.Tests.Diagnosis;

/// <summary>
/// Slips with sorted parameters, listed headers and derived keys, made by hand in a message within a message: what is signed here is written
/// without the engine.
/// </summary>
public class ShapeSlipTests
{
    /// <summary>The causes that are looked for here.</summary>
    internal static readonly string[] Causes =
        ["parameters_order", "parameters_encoding", "signed_header_missing", "signed_header_changed", "key_date", "key_step"];

    private const string Sent = "b=x%20y&a=%C3%A9&c=1*";

    private const string Sorted = "a=%C3%A9&b=x%20y&c=1%2A";

    private static readonly DateTimeOffset Now = new(2025, 12, 17, 12, 0, 0, TimeSpan.Zero);

    private static readonly string Secret = new('k', 40);

    private static readonly byte[] Body = "{\"amount\": 100}"u8.ToArray();

    private static readonly SignatureScheme Scheme = SignatureScheme.Compile(new()
    {
        Name = "own-canonical",
        Message = "OWN4\n{timestamp}\n{date}/eu-1\n{canonical:sha256:hex}",
        Parts = { ["canonical"] = "{method}\n{path}\n{query:sorted}\n{headers:signed}\n{signed-headers}\n{body:sha256:hex}" },
        Headers =
        {
            ["X-Date"] = HeaderFormat.Text("{timestamp}"),
            ["Authorization"] = HeaderFormat.Parameters("OWN4 Credential={keyid}/{date}/eu-1, SignedHeaders={signed-headers}, Signature={signature:hex}"),
        },
        SignedHeaderSet = new() { AtLeast = ["host", "x-date"] },
        KeyDerivation = KeyDerivation.FromSecret.WithPrefix("OWN4").Hmac("{date}").Hmac("eu-1"),
        Freshness = new(TimestampFormat.IsoBasic, TimeSpan.FromMinutes(15)),
    });

    public static TheoryData<string, string, Func<Signing, Signing>> Slips => new()
    {
        { "parameters_order", "not sorted", signing => signing with { Query = "b=x%20y&a=%C3%A9&c=1%2A" } },
        { "parameters_encoding", "a + for a blank", signing => signing with { Query = "a=%C3%A9&b=x+y&c=1%2A" } },
        { "parameters_encoding", "not encoded", signing => signing with { Query = "a=\u00e9&b=x y&c=1*" } },
        { "parameters_encoding", "in which they are sent", signing => signing with { Query = "a=%C3%A9&b=x%20y&c=1*" } },
        { "signed_header_missing", "content-type as empty", signing => signing with { ContentType = "" } },
        { "signed_header_changed", "'api.example.com:443' as the header host", signing => signing with { Host = "api.example.com:443" } },
        { "signed_header_changed", "'shop.example' as the header host", signing => signing with { Host = "shop.example" } },
        { "signed_header_changed", "'application/json; charset=utf-8'", signing => signing with { ContentType = "application/json; charset=utf-8" } },
        { "key_date", "the day before", signing => signing with { KeyDay = "20251216" } },
        { "key_date", "the day after", signing => signing with { KeyDay = "20251218" } },
        { "key_step", "without the step 'OWN4'", signing => signing with { Prefix = "" } },
        { "key_step", "without the step 'eu-1'", signing => signing with { Region = null } },
    };

    [Fact]
    public void Without_a_slip_the_request_is_valid() =>
        Assert.Equal(VerificationStatus.Valid, Scheme.Verify(Request(new Signing()), Ring, Now).Status);

    [Fact]
    public void Each_cause_has_a_slip() => Assert.Equal(Causes.Order(StringComparer.Ordinal), Slips.Select(slip => (string)slip[0]).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Slips))]
    public void A_slip_within_the_message_is_named(string cause, string what, Func<Signing, Signing> slip)
    {
        SignatureDiagnosis diagnosis = Explain(slip(new Signing()));
        Assert.Equal(cause, Assert.Single(diagnosis.Causes).Name);
        Assert.Contains(what, diagnosis.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slip_with_the_key_and_one_with_the_parameters_are_named_both()
    {
        SignatureDiagnosis diagnosis = Explain(new Signing { Prefix = "", Query = "b=x%20y&a=%C3%A9&c=1%2A" });
        Assert.Equal(["key_step", "parameters_order"], diagnosis.Causes.Select(cause => cause.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_none_of_them_has_no_cause() =>
        Assert.Empty(Explain(new Signing { Query = "a=%C3%A9&b=x%20y&c=2" }).Causes);

    [Theory]
    [InlineData(0, "The header x-extra is listed as signed, but isn't there.")]
    [InlineData(2, "The header x-extra is listed as signed, and is there more than once.")]
    public void A_listed_header_that_is_not_there_once_is_named(int copies, string advice)
    {
        RawRequest request = Request(new Signing());
        IEnumerable<KeyValuePair<string, string>> headers = request.Headers.Select(header => KeyValuePair.Create(header.Key, header.Value.Replace("host;x-date", "host;x-date;x-extra", StringComparison.Ordinal)))
            .Concat(Enumerable.Repeat(KeyValuePair.Create("X-Extra", "1"), copies));
        SignatureDiagnosis diagnosis = SignatureDiagnosis.Explain(Scheme, new RawRequest("POST", request.Target, headers, Body), Ring, Now);
        Assert.Equal(VerificationStatus.MalformedHeader, diagnosis.Status);
        Assert.StartsWith(advice, diagnosis.Advice, StringComparison.Ordinal);
    }

    private static KeyRing Ring => new("key-1", Scheme.ImportKey(Secret));

    private static SignatureDiagnosis Explain(Signing signing) =>
        SignatureDiagnosis.Explain(Scheme, Request(signing), Ring, Now, new DiagnosisOptions { Budget = TimeSpan.FromMinutes(1) });

    private static RawRequest Request(Signing signing)
    {
        const string list = "content-type;host;x-date";
        string canonical = $"POST\n/v1/things\n{signing.Query}\ncontent-type:{signing.ContentType}\nhost:{signing.Host}\nx-date:20251217T120000Z\n{list}\n{Hex(SHA256.HashData(Body))}";
        byte[] key = HMACSHA256.HashData(Encoding.UTF8.GetBytes(signing.Prefix + Secret), Encoding.UTF8.GetBytes(signing.KeyDay));
        key = signing.Region is { } region ? HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(region)) : key;
        string message = $"OWN4\n20251217T120000Z\n20251217/eu-1\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        return new RawRequest(
            "POST",
            $"/v1/things?{Sent}",
            [
                KeyValuePair.Create("Host", "api.example.com"),
                KeyValuePair.Create("X-Forwarded-Host", "shop.example"),
                KeyValuePair.Create("Content-Type", "application/json"),
                KeyValuePair.Create("X-Date", "20251217T120000Z"),
                KeyValuePair.Create("Authorization", $"OWN4 Credential=key-1/20251217/eu-1, SignedHeaders={list}, Signature={Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(message)))}"),
            ],
            Body);
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    /// <summary>What is signed; by default the right thing.</summary>
    public sealed record Signing
    {
        public string Query { get; init; } = Sorted;

        public string Host { get; init; } = "api.example.com";

        public string ContentType { get; init; } = "application/json";

        public string KeyDay { get; init; } = "20251217";

        public string Prefix { get; init; } = "OWN4";

        public string? Region { get; init; } = "eu-1";
    }
}
