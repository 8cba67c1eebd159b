using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace HmacKit.Tests.Interop;

/// <summary>Fields of several lines with npm <c>http-message-signatures</c>, both ways.</summary>
public class RepeatedFieldInteropTests(ITestOutputHelper output)
{
    private const string Secret = "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==";

    private static readonly SignatureScheme Scheme = SchemeCatalog.Rfc9421;

    private static readonly KeyRing Keys = new("key-1", Scheme.ImportKey(Secret));

    private static readonly KeyValuePair<string, string>[] Lines =
        [new("Cache-Control", "max-age=60"), new("Cache-Control", "must-revalidate"), new("Example-Header", "value, with, lots"), new("Example-Header", "of, commas")];

    private static readonly string[] Covered = ["@method", "cache-control", "example-header;bs"];

    [Fact]
    public void What_it_signs_HmacKit_takes_line_by_line()
    {
        JsonNode? answer = Ask("sign", Lines);
        if (answer is not null)
        {
            Assert.True(answer["error"] is null, $"{answer["error"]}");
            KeyValuePair<string, string>[] headers = [.. answer["headers"]!.AsObject().SelectMany(static header =>
                (header.Value is JsonArray all ? all.Select(static one => (string)one!) : [(string)header.Value!]).Select(value => KeyValuePair.Create(header.Key, value)))];
            Assert.True(new RawRequest("GET", "/", headers).GetHeader("Example-Header").IsRepeated);
            Assert.Equal(VerificationStatus.Valid, Scheme.Verify(new RawRequest("GET", "/", headers), Keys, VendorCase.Now).Status);
            Assert.Equal(
                VerificationStatus.SignatureMismatch,
                Scheme.Verify(new RawRequest("GET", "/", headers.Where(static header => header.Value != "of, commas")), Keys, VendorCase.Now).Status);
        }
    }

    [Fact]
    public void It_takes_what_HmacKit_signs_line_by_line()
    {
        var request = new RawRequest("GET", "/", Lines);
        RawRequest signed = new RequestSigner(Scheme, Keys).Sign(request, new SigningValues { Time = VendorCase.Now, HeadersToSign = Covered }).ApplyTo(request);
        Assert.Equal(true, (bool?)(Ask("verify", signed.Headers) ?? JsonNode.Parse("""{"ok":true}"""))!["ok"]);
        Assert.Equal(false, (bool?)(Ask("verify", signed.Headers.Where(static header => header.Value != "of, commas")) ?? JsonNode.Parse("""{"ok":false}"""))!["ok"]);
    }

    private JsonNode? Ask(string operation, IEnumerable<KeyValuePair<string, string>> headers) => Language.Node.Ask(output, "vendors/vendors.cjs", [new JsonObject
    {
        ["op"] = operation,
        ["vendor"] = "rfc9421",
        ["secret"] = Secret,
        ["method"] = "GET",
        ["url"] = "https://example.com/",
        ["headers"] = new JsonObject(headers.GroupBy(static header => header.Key, static header => header.Value)
            .Select(static lines => KeyValuePair.Create(lines.Key, (JsonNode?)(lines.Count() == 1 ? lines.First() : new JsonArray([.. lines.Select(static line => (JsonNode)line)]))))),
        ["now"] = VendorCase.Now.ToUnixTimeMilliseconds(),
        ["params"] = new JsonObject { ["keyId"] = "key-1", ["fields"] = new JsonArray("@method", "cache-control", "example-header;bs") },
    }])?[0];
}
