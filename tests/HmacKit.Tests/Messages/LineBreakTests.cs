namespace HmacKit.Tests.Messages;

/// <summary>Requests in memory can hold what none on the wire can.</summary>
public class LineBreakTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef";
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_766_000_000);

    [Fact]
    public void A_line_break_in_a_header_is_no_second_line()
    {
        SignatureScheme scheme = SignatureScheme.Compile(Definition(d =>
        {
            d.Message = "{timestamp}\n{headers:x-a-*}";
        }));
        var ring = new KeyRing(scheme.ImportKey(Secret));
        var request = new RawRequest("POST", "/", [new("x-a-1", "1"), new("x-a-2", "2")]);
        SignedHeaders headers = new RequestSigner(scheme, ring).Sign(request, new() { Time = Now });
        var other = new RawRequest("POST", "/", [new("x-a-1", "1\nx-a-2:2"), .. headers]);
        Assert.Equal(VerificationStatus.MalformedHeader, scheme.Verify(other, ring, Now).Status);
    }

    [Fact]
    public void A_line_break_in_a_component_is_no_second_line()
    {
        var request = new RawRequest("GET", "/", [new("x-a", "1\n\"@method\": DELETE")]);
        Assert.Null(ComponentValue.Of(CoveredComponents.Parse("x-a")!.Single(), request, new Dictionary<string, StructuredShape>()));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(20_000)]
    public void A_group_is_left_out_with_its_body(int size)
    {
        SignatureScheme scheme = SignatureScheme.Compile(Definition(d =>
        {
            d.Message = "{timestamp}[{body}{header:X-Y}]";
            d.AmbiguousBecause = "test";
        }));
        byte[] message = new RequestSigner(scheme, scheme.ImportKey(Secret)).GetMessage(new RawRequest("POST", "/", []), new byte[size], new() { Time = Now });
        Assert.Equal(10, message.Length);
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
