using System.Security.Cryptography;
using System.Text;

namespace HmacKit.Tests.Messages;

/// <summary>What a suffix makes of a part. The texts follow RFC 3986 (escapes, dot segments) and what JSON.stringify and Python write.</summary>
public class TransformTests
{
    private static readonly PublicOrigin Origin = new(new Uri("https://API.example.com:8443"));

    [Theory]
    [InlineData("{path:lower}", "/A%2Fb", "/a%2fb")]
    [InlineData("{path:upper}", "/A%2fb", "/A%2FB")]
    [InlineData("{path:lower}", "/\u00DC", null)]
    [InlineData("{path:upper}", "/\u00FC", null)]
    [InlineData("{path:relative}", "/a/b", "a/b")]
    [InlineData("{path:relative}", "a/b", "a/b")]
    [InlineData("{path:relative}", "//a", "/a")]
    [InlineData("{path:decoded}", "/a%2Fb+c", "/a/b+c")]
    [InlineData("{path:decoded}", "/a%2", null)]
    [InlineData("{path:decoded}", "/a%zz", null)]
    [InlineData("{path:encoded}", "/a b~+\u00fc", "/a%20b~%2B%C3%BC")]
    [InlineData("{path:encoded-whole}", "/a b", "%2Fa%20b")]
    [InlineData("{target:encoded}", "/a?b=/", "%2Fa%3Fb%3D%2F")]
    [InlineData("{path:normalized}", "/a/b/c/./../../g", "/a/g")]
    [InlineData("{path:normalized}", "/a//b", "/a/b")]
    [InlineData("{path:normalized}", "/a/", "/a/")]
    [InlineData("{path:normalized}", "/a/b/.", "/a/b/")]
    [InlineData("{path:normalized}", "/a/b/..", "/a/")]
    [InlineData("{path:normalized}", "/../../a", "/a")]
    [InlineData("{path:normalized}", "/a/..", "/")]
    [InlineData("{path:normalized}", "/.a/..b", "/.a/..b")]
    [InlineData("{path:normalized}", "", "/")]
    [InlineData("{query:json}", "/?a\"b\\c/\u00fc", "a\\\"b\\\\c/\u00fc")]
    [InlineData("{query:json}", "/?\t\u0001\u007f", "\\t\\u0001\u007f")]
    public void A_suffix_changes_the_text_of_a_target(string template, string target, string? expected) =>
        Assert.Equal(expected, MessageOf.Text(MessageOf.Scheme(template), MessageOf.Get(target)));

    [Fact]
    public void A_text_that_grows_to_six_times_its_length_has_room() => Assert.Equal(
        string.Concat(Enumerable.Repeat("\\u0001", 1000)), MessageOf.Text(MessageOf.Scheme("{query:json}"), MessageOf.Get("/?" + new string('\u0001', 1000))));

    [Theory]
    [InlineData("{header:X-A:trimmed}", "  a b ", "a b")]
    [InlineData("{header:X-A:media-type}", " Text/Plain ; charset=UTF-8", "text/plain")]
    [InlineData("{header:X-A:media-type}", "Text/Plain", "text/plain")]
    [InlineData("{header:X-A:media-type}", "text/pl\u00e4in", null)]
    [InlineData("{header:X-A:unhex}", "616263", "abc")]
    [InlineData("{header:X-A:unhex}", "6162636", null)]
    [InlineData("{header:X-A:unhex}", "6x", null)]
    [InlineData("{header:X-A:lower:encoded}", "A B", "a%20b")]
    public void A_suffix_changes_the_text_of_a_header(string template, string value, string? expected) =>
        Assert.Equal(expected, MessageOf.Text(MessageOf.Scheme(template), new RawRequest("GET", "/", [new("X-A", value)])));

    [Theory]
    [InlineData("GET", "GET")]
    [InlineData("HEAD", "GET")]
    [InlineData("POST", null)]
    [InlineData("GETT", null)]
    public void Reading_is_one_method_and_all_else_is_refused(string method, string? expected) =>
        Assert.Equal(expected, MessageOf.Text(MessageOf.Scheme("{method:reading}"), new RawRequest(method, "/", [])));

    [Theory]
    [InlineData("{scheme}", "https")]
    [InlineData("{host}", "api.example.com")]
    [InlineData("{port}", "8443")]
    [InlineData("{authority}", "api.example.com:8443")]
    [InlineData("{origin}", "https://api.example.com:8443")]
    [InlineData("{url}", "https://api.example.com:8443/a?b=c")]
    public void The_origin_is_the_configured_one_and_without_it_nothing_is_signed(string template, string expected)
    {
        SignatureScheme scheme = MessageOf.Scheme(template);
        Assert.Equal(expected, MessageOf.Text(scheme, new RawRequest("GET", "/a?b=c", [new("Host", "evil.example")], default, Origin)));
        Assert.Null(MessageOf.Text(scheme, new RawRequest("GET", "/a?b=c", [new("Host", "evil.example")])));
    }

    /// <summary>The body of a long message is kept aside, and its neighbours with it: a digest and a suffix see all three.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(16 * 1024)]
    [InlineData((16 * 1024) + 1)]
    [InlineData(100_000)]
    public void A_digest_and_a_suffix_see_the_whole_part(int size)
    {
        byte[] body = Encoding.ASCII.GetBytes(new string('a', size));
        var request = new RawRequest("POST", "/", [], body);
        byte[] whole = [.. "<\u00fc"u8, .. body, .. ">"u8];
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(whole)), Text("{x:sha256:hex}"));
        Assert.Equal(Convert.ToHexStringLower(SHA512.HashData(SHA256.HashData(whole))), Text("{x:sha256:raw:sha512:hex}"));
        Assert.Equal("%3C%C3%BC" + new string('a', size) + "%3E", Text("{x:encoded}"));
        Assert.Equal(new string('A', size), MessageOf.Text(MessageOf.Scheme("{body:upper}"), request));

        string? Text(string message) => MessageOf.Text(MessageOf.Scheme(message, change: static definition => definition.Parts["x"] = "<\u00fc{body}>"), request);
    }

    [Fact]
    public void What_cannot_be_written_within_a_digest_or_a_suffix_is_refused()
    {
        Assert.Null(MessageOf.Text(MessageOf.Scheme("{header:X-A:sha256:hex}"), new RawRequest("GET", "/", [new("X-A", "1"), new("x-a", "2")])));
        Assert.Null(MessageOf.Text(MessageOf.Scheme("{header:X-A:lower}"), new RawRequest("GET", "/", [new("X-A", "1"), new("x-a", "2")])));
        Assert.Null(MessageOf.Text(MessageOf.Scheme("{body:json}"), new RawRequest("POST", "/", [], new byte[] { 0xFF })));
    }

    [Theory]
    [InlineData("""{"a":"x\u00fc\n","b":1.50,"c":true}""", "x\u00fc\n 1.50 true")]
    [InlineData("""{"a":null,"b":0}""", " 0 ")]
    [InlineData("""{"a":{},"b":1,"c":2}""", null)]
    [InlineData("""{"a":[1],"b":1,"c":2}""", null)]
    [InlineData("""{"a":"\ud83d","b":1,"c":2}""", null)]
    [InlineData("""{"a":1,"a":2,"b":1,"c":2}""", null)]
    [InlineData("""{"a":1,"b":""", null)]
    public void A_member_of_the_body_is_written_decoded_and_nothing_where_it_is_not_there(string body, string? expected)
    {
        SignatureScheme scheme = MessageOf.Scheme("{json:/a} {json:/b} {json:/c}", ambiguousBecause: "test");
        Assert.Equal(expected, MessageOf.Text(scheme, new RawRequest("POST", "/", [], Encoding.UTF8.GetBytes(body))));
    }

    [Theory]
    [InlineData("/?a=1+2%2B", "x=%C3%BC", "1 2+ \u00fc")]
    [InlineData("/?b=1", "", " ")]
    [InlineData("/?a=1&a=2", "", null)]
    [InlineData("/?a=%2", "", null)]
    [InlineData("/?a=\u00fc", "", null)]
    [InlineData("/?a=1", "x=1&x=2", null)]
    [InlineData("/?a=1", "x=%zz", null)]
    public void A_parameter_and_a_field_are_written_decoded_and_nothing_where_they_are_not_there(string target, string body, string? expected)
    {
        SignatureScheme scheme = MessageOf.Scheme("{query:a} {form:x}", ambiguousBecause: "test");
        Assert.Equal(expected, MessageOf.Text(scheme, new RawRequest("POST", target, [], Encoding.UTF8.GetBytes(body))));
    }

    [Theory]
    [InlineData("{id}.{body}", "a.b", "{id}", "0x2e at position 1")]
    [InlineData("{header:X-A}", "a", "{header:X-A}", "is there twice")]
    public void What_cannot_be_signed_is_refused_with_the_part_and_the_reason(string template, string id, string part, string reason)
    {
        SignatureScheme scheme = MessageOf.Scheme(template);
        var request = new RawRequest("POST", "/", [new("X-A", "1"), new("X-A", "2")], "x"u8.ToArray());
        string message = Assert.Throws<ArgumentException>(() => new RequestSigner(scheme, HmacKey.Generate()).Sign(request, new() { Id = id })).Message;
        Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_is_written_where_all_of_it_is_there_and_left_out_where_one_part_is_empty()
    {
        SignatureScheme scheme = MessageOf.Scheme("{method}[;{header:X-A}={header:X-B}]", ambiguousBecause: "test");
        Assert.Equal("GET;1=2", MessageOf.Text(scheme, new RawRequest("GET", "/", [new("X-A", "1"), new("X-B", "2")])));
        Assert.Equal("GET", MessageOf.Text(scheme, new RawRequest("GET", "/", [new("X-A", "1")])));
        Assert.Null(MessageOf.Text(scheme, new RawRequest("GET", "/", [new("X-A", "1"), new("X-B", "2"), new("X-B", "3")])));
    }
}
