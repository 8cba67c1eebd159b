using System.Security.Cryptography;
using System.Text;

namespace HmacKit.Tests.Messages;

public class MessagePartTests
{
    private static readonly SigningValues Values = new() { Time = SchemeCase.Now, Id = "evt_1", Nonce = "n-1" };

    private static readonly RawRequest Request = new(
        "post", "/a%2Fb//c/./d?x=%7e&y=1+2#f", [new("Host", "example.com"), new("X-Empty", "")], "body"u8.ToArray());

    [Theory]
    [InlineData("{timestamp}", "1765972800")]
    [InlineData("{id}", "evt_1")]
    [InlineData("{nonce}", "n-1")]
    [InlineData("{keyid}", "key-1")]
    [InlineData("{method}", "POST")]
    [InlineData("{target}", "/a%2Fb//c/./d?x=%7e&y=1+2#f")]
    [InlineData("{path}", "/a%2Fb//c/./d")]
    [InlineData("{query}", "x=%7e&y=1+2#f")]
    [InlineData("{header:host}", "example.com")]
    [InlineData("{header:X-Empty}", "")]
    [InlineData("{header:X-Missing}", "")]
    [InlineData("{body}", "body")]
    [InlineData("{body:sha256:hex}", "230d8358dc8e8890b4c58deeb62912ee2f20357ae92a5cc861b98e68fe31acb5")]
    [InlineData("v0:{id}:{{{body}}}", "v0:evt_1:{body}")]
    [InlineData("\u00fc{body}\u20ac", "\u00fcbody\u20ac")]
    public void A_part_writes_what_its_name_says(string template, string expected) =>
        Assert.Equal(expected, MessageOf.Text(MessageOf.Scheme(template), Request, Values));

    [Theory]
    [InlineData("/path", "/path", "")]
    [InlineData("/path?", "/path", "")]
    [InlineData("/path?a?b", "/path", "a?b")]
    [InlineData("?a", "", "a")]
    [InlineData("*", "*", "")]
    [InlineData("", "", "")]
    public void Path_and_query_are_what_stands_before_and_behind_the_first_question_mark(string target, string path, string query)
    {
        Assert.Equal(path, MessageOf.Text(MessageOf.Scheme("{path}"), MessageOf.Get(target)));
        Assert.Equal(query, MessageOf.Text(MessageOf.Scheme("{query}"), MessageOf.Get(target)));
        Assert.Equal(target, MessageOf.Text(MessageOf.Scheme("{target}"), MessageOf.Get(target)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5000)]
    public void A_body_digest_has_every_algorithm_and_encoding(int size)
    {
        byte[] body = new byte[size];
        (string Name, byte[] Digest)[] digests = [("sha256", SHA256.HashData(body)), ("sha384", SHA384.HashData(body)), ("sha512", SHA512.HashData(body))];

        // Each twice and in turns: a digest is computed with a hash that is kept and may be another algorithm's.
        foreach ((string name, byte[] digest) in digests.Concat(digests))
        {
            string base64 = Convert.ToBase64String(digest);
            Assert.Equal(Convert.ToHexStringLower(digest), Digest($"{{body:{name}:hex}}"));
            Assert.Equal(base64, Digest($"{{body:{name}:base64}}"));
            Assert.Equal(base64.TrimEnd('=').Replace('+', '-').Replace('/', '_'), Digest($"{{body:{name}:base64url}}"));
        }

        string? Digest(string part) => MessageOf.Text(MessageOf.Scheme(part), new RawRequest("POST", "/", [], body));
    }

    [Fact]
    public void A_target_outside_ASCII_is_signed_as_UTF_8_and_a_lone_surrogate_is_refused()
    {
        SignatureScheme scheme = MessageOf.Scheme("{target}");
        Assert.Equal("/\u00fc/\U0001f511", MessageOf.Text(scheme, MessageOf.Get("/\u00fc/\U0001f511")));
        Assert.Null(MessageOf.Text(scheme, MessageOf.Get("/\uD83D")));
        Assert.Null(MessageOf.Text(MessageOf.Scheme("{query}"), MessageOf.Get("/?\uDD11")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("M\u00dcLL")]
    public void A_method_that_is_empty_or_not_ASCII_is_refused(string method) =>
        Assert.Null(MessageOf.Text(MessageOf.Scheme("{method}"), new RawRequest(method, "/", [])));

    [Fact]
    public void A_signed_header_that_occurs_twice_is_refused()
    {
        SignatureScheme scheme = MessageOf.Scheme("{header:Host}");
        Assert.Null(MessageOf.Text(scheme, Request.WithHeaderTwice("Host")));
        Assert.Null(MessageOf.Text(scheme, Request.WithHeader("Host", "a\uD800")));
        Assert.Equal("\u00fc", MessageOf.Text(scheme, Request.WithHeader("Host", "\u00fc")));
    }

    [Theory]
    [InlineData("{method} {target}", "PO ST", "/", "a")]
    [InlineData("{target}\n{body}", "POST", "/\n", "a")]
    [InlineData("{path}?{query}|{body}", "POST", "/a?b|c", "a")]
    [InlineData("{id}.{body}", "POST", "/", "a.b")]
    [InlineData("{body}.{id}", "POST", "/", "a.b")]
    [InlineData("{body} - {id}", "POST", "/", "a b")]
    [InlineData("{id} - {body}", "POST", "/", "a b")]
    public void A_value_that_contains_the_text_that_ends_it_is_refused(string template, string method, string target, string id) =>
        Assert.Null(MessageOf.Text(MessageOf.Scheme(template), new RawRequest(method, target, [], "x"u8.ToArray()), new() { Id = id }));

    [Theory]
    [InlineData("{id}.{body}", "a-b_c:d", "a-b_c:d.x")]
    [InlineData("{id} - {body}", "a-b", "a-b - x")]
    [InlineData("{body} - {id}", "a-b", "x - a-b")]
    [InlineData("{id}:{nonce}", "a.b", "a.b:n:1")] // the last value may hold anything
    [InlineData("{id}{body:sha256:hex}", "a.b", "a.b2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881")]
    public void A_value_may_contain_what_does_not_end_it(string template, string id, string expected) =>
        Assert.Equal(expected, MessageOf.Text(MessageOf.Scheme(template), new RawRequest("POST", "/", [], "x"u8.ToArray()), new() { Id = id, Nonce = "n:1" }));

    [Fact]
    public void A_part_of_your_own_sees_the_request_and_writes_or_refuses()
    {
        SignatureScheme scheme = MessageOf.Scheme("{mine}", change: definition =>
        {
            definition.CustomParts.Add("mine", new Mine());
            definition.Headers.Add("X-Id", HeaderFormat.Text("{id}"));
            definition.Headers.Add("X-Nonce", HeaderFormat.Text("{nonce}"));
            definition.Headers.Add("X-Key", HeaderFormat.Text("{keyid}"));
            definition.Headers.Add("X-Time", HeaderFormat.Text("{timestamp}"));
            definition.Freshness = new FreshnessRule(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5));
        });
        Assert.Equal(SignedParts.Custom, scheme.Covers);
        Assert.Equal("key-1 evt_1 n-1 1765972800000 /path 4", MessageOf.Text(scheme, Request.WithTarget("/path"), Values));
        Assert.Null(MessageOf.Text(scheme, Request.WithTarget("/refuse"), Values));
    }

    private sealed class Mine : MessagePart
    {
        protected internal override bool TryWrite(in MessageInput input, ref MessageWriter writer)
        {
            if (input.Request.Target == "/refuse")
            {
                return false;
            }

            string text = $"{input.KeyId} {input.Id} {input.Nonce} {input.UnixMilliseconds} {input.Request.Target} {input.Body.Length}";
            writer.Write(Encoding.UTF8.GetBytes(text));
            return true;
        }
    }
}
