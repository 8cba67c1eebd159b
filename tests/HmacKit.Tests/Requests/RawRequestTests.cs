namespace HmacKit.Tests.Messages;

public class RawRequestTests
{
    private static readonly RawRequest Request = new("POST", "/", [new("A", "1"), new("b", " 2 "), new("C", ""), new("D", "3"), new("d", "3")], new byte[10]);

    [Theory]
    [InlineData("A", "1")]
    [InlineData("a", "1")]
    [InlineData("B", " 2 ")]
    [InlineData("c", "")]
    public void A_header_is_found_whatever_the_case_of_its_name_and_taken_as_it_is(string name, string value)
    {
        HeaderValue header = Request.GetHeader(name);
        Assert.Equal(value, header.Value);
        Assert.False(header.IsMissing);
        Assert.False(header.IsRepeated);
    }

    [Fact]
    public void A_header_that_is_not_there_is_missing_and_one_that_occurs_twice_is_repeated_even_with_one_value()
    {
        Assert.True(Request.GetHeader("E").IsMissing);
        Assert.True(default(HeaderValue).IsMissing);
        Assert.True(HeaderValue.Of(null).IsMissing);
        HeaderValue twice = Request.GetHeader("D");
        Assert.True(twice.IsRepeated);
        Assert.False(twice.IsMissing);
        Assert.Null(twice.Value);
    }

    [Theory]
    [InlineData(9, true)]
    [InlineData(10, false)]
    [InlineData(11, false)]
    public async Task A_body_over_the_limit_is_not_given(int limit, bool isTooLarge)
    {
        RequestBody body = await Request.ReadBodyAsync(limit);
        Assert.Equal(isTooLarge, body.IsTooLarge);
        Assert.Equal(isTooLarge ? 0 : 10, body.Bytes.Length);
    }

    [Fact]
    public void Method_target_and_headers_are_needed()
    {
        Assert.Throws<ArgumentNullException>(() => new RawRequest(null!, "/", []));
        Assert.Throws<ArgumentNullException>(() => new RawRequest("GET", null!, []));
        Assert.Throws<ArgumentNullException>(() => new RawRequest("GET", "/", null!));
    }
}
