using System.Text;

namespace HmacKit.Tests.Requests;

/// <summary>Many applications read names without looking at their case, so a second name that differs in it alone is one too many.</summary>
public class OtherCaseTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef";
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_766_000_000);

    [Theory]
    [InlineData("""{"amount":"1","Amount":"100"}""")]
    [InlineData("""{"Amount":"100","amount":"1"}""")]
    [InlineData("""{"amount":"1","\u0041mount":"100"}""")]
    public void A_member_whose_name_differs_in_case_is_one_too_many(string body)
    {
        SignatureScheme scheme = SignatureScheme.Compile(Definition(d => d.Message = "{timestamp}.{json:/amount}"));
        var ring = new KeyRing(scheme.ImportKey(Secret));
        var request = new RawRequest("POST", "/", [], """{"amount":"1"}"""u8.ToArray());
        SignedHeaders headers = new RequestSigner(scheme, ring).Sign(request, new() { Time = Now });
        Assert.Equal(VerificationStatus.MalformedHeader, scheme.Verify(new RawRequest("POST", "/", headers, Encoding.UTF8.GetBytes(body)), ring, Now).Status);
    }

    [Theory]
    [InlineData("/?amount=1&AMOUNT=100")]
    [InlineData("/?AMOUNT=100&amount=1")]
    [InlineData("/?amount=1&%41mount=100")]
    public void A_parameter_whose_name_differs_in_case_is_one_too_many(string target)
    {
        SignatureScheme scheme = SignatureScheme.Compile(Definition(d => d.Message = "{timestamp}.{query:amount}"));
        var ring = new KeyRing(scheme.ImportKey(Secret));
        SignedHeaders headers = new RequestSigner(scheme, ring).Sign(new RawRequest("GET", "/?amount=1", []), new() { Time = Now });
        Assert.True(scheme.Verify(new RawRequest("GET", "/?amount=1", headers), ring, Now).IsValid);
        Assert.Equal(VerificationStatus.MalformedHeader, scheme.Verify(new RawRequest("GET", target, headers), ring, Now).Status);
    }

    [Theory]
    [InlineData("signaTure=1")]
    [InlineData("a=1&SIGNATURE")]
    [InlineData("%53ignature=")]
    public void A_signer_puts_no_parameter_beside_one_that_differs_in_case(string parameters)
    {
        SignatureScheme query = SignatureScheme.Compile(Definition(static d =>
        {
            d.Headers.Remove("X-Signature");
            d.Query["signature"] = HeaderFormat.Text("{signature:hex}");
        }));
        SignatureScheme form = SignatureScheme.Compile(Definition(static d =>
        {
            d.Message = "{timestamp}.{target}";
            d.Headers.Remove("X-Signature");
            d.Form["signature"] = HeaderFormat.Text("{signature:hex}");
        }));
        var key = new KeyRing(query.ImportKey(Secret));
        var refused = Assert.Throws<ArgumentException>(() => new RequestSigner(query, key).Sign(new RawRequest("POST", "/?" + parameters, [])));
        Assert.Contains("in case alone", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new RequestSigner(form, key).Sign(new RawRequest("POST", "/", [], Encoding.ASCII.GetBytes(parameters))));
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
