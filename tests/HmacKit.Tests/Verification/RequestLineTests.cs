namespace HmacKit.Tests.Verification;

/// <summary>A request line that a server may route to another place than the one that was signed is refused.</summary>
public class RequestLineTests
{
    [Theory]
    [InlineData("/a#b")]
    [InlineData("/a?b#c")]
    [InlineData("/#")]
    [InlineData("http://example.com/a")]
    [InlineData("http://example.com#/a")]
    [InlineData("example.com:443")]
    [InlineData("*")]
    public void A_target_that_is_no_path_with_a_query_is_refused_by_every_scheme_even_if_it_is_signed(string target)
    {
        foreach (string name in (string[])["theone", "osaycore", "onering", "stripe", "github"])
        {
            SchemeCase item = SchemeCase.Of(name);
            Assert.Equal(VerificationStatus.MalformedRequestLine, item.Verify(item.Sign(target: target)));
        }
    }

    [Theory]
    [InlineData("GET", VerificationStatus.Valid)]
    [InlineData("get", VerificationStatus.MalformedRequestLine)]
    [InlineData("gET", VerificationStatus.MalformedRequestLine)]
    public void A_signed_method_is_in_upper_case(string method, VerificationStatus expected)
    {
        SchemeCase item = SchemeCase.Of("theone");
        Assert.Equal(expected, item.Verify(item.Sign(method: method)));
    }

    [Fact]
    public async Task A_body_that_something_has_read_before_is_refused_whatever_was_signed()
    {
        SchemeCase item = SchemeCase.Of("theone");
        Assert.Equal(VerificationStatus.BodyAlreadyRead, (await item.Verifier().VerifyAsync(new ReadAway(item.Sign(body: [])))).Status);
    }

    private sealed class ReadAway(RawRequest request) : RequestSource
    {
        public override IEnumerable<string> HeaderNames => request.HeaderNames;

        public override string Method => request.Method;

        public override string Target => request.Target;

        public override HeaderValue GetHeader(string name) => request.GetHeader(name);

        public override ValueTask<RequestBody> ReadBodyAsync(int limit, CancellationToken cancellationToken = default) => new(RequestBody.AlreadyRead);
    }
}
