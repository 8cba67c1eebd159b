using System.Text;

namespace HmacKit.Tests.Schemes;

/// <summary>A scheme with a value set is the same scheme.</summary>
public class ConfiguredSchemeTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef";
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_766_000_000);

    [Fact]
    public void With_keeps_json_query_parameters()
    {
        SchemeDefinition definition = Definition(d =>
        {
            d.Message = "{timestamp}.{region}.{query:sorted-json}";
            d.Values["region"] = SchemeValue.Configured("eu");
            d.JsonQueryParameters.Add("n");
        });
        SignatureScheme scheme = SignatureScheme.Compile(definition);
        SignatureScheme with = scheme.With("region", "eu");
        var request = new RawRequest("GET", "/?n=1", []);
        SigningValues values = new() { Time = Now };
        Assert.Equal(
            Encoding.ASCII.GetString(new RequestSigner(scheme, scheme.ImportKey(Secret)).GetMessage(request, default, values)),
            Encoding.ASCII.GetString(new RequestSigner(with, with.ImportKey(Secret)).GetMessage(request, default, values)));
    }

    private static SchemeDefinition Definition(Action<SchemeDefinition> change)
    {
        var definition = new SchemeDefinition
        {
            Name = "acme",
            Message = "{timestamp}.{body}",
            Headers = { ["X-Time"] = HeaderFormat.Text("{timestamp}"), ["X-Signature"] = HeaderFormat.Text("{signature:hex}") },
            Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
        };
        change(definition);
        return definition;
    }
}
