namespace HmacKit.Tests.Messages;

/// <summary>Headers as a part of the message: those of a prefix, and those that the request lists.</summary>
public class HeaderBlockTests
{
    private static readonly RawRequest Request = new("GET", "/", [new("X-B", "  Two  Words\t"), new("x-a", "A/\u00fc"), new("Other", "o"), new("X-C", "")]);

    [Theory]
    [InlineData("default", "x-a:A/\u00fc\nx-b:Two  Words\nx-c:")]
    [InlineData("ends", "x-a:A/\u00fc\nx-b:Two  Words\nx-c:\n")]
    [InlineData("collapses", "x-a:A/\u00fc\nx-b:Two Words\nx-c:")]
    [InlineData("lower", "x-a:a/\u00fc\nx-b:two  words\nx-c:")]
    [InlineData("percent", "x-a:A%2F%C3%BC\nx-b:Two%20%20Words\nx-c:")]
    [InlineData("values", "A/\u00fc|Two  Words|")]
    public void Headers_of_a_prefix_are_written_as_the_setting_says(string setting, string expected) =>
        Assert.Equal(expected, MessageOf.Text(Prefixed(setting), Request));

    [Fact]
    public void A_block_of_headers_leaves_the_signature_out()
    {
        var ring = new KeyRing(HmacKey.Generate());
        RawRequest signed = new RequestSigner(Prefixed("default"), ring).Sign(Request, default).ApplyTo(Request);
        Assert.Equal(VerificationStatus.Valid, Prefixed("default").Verify(signed, ring, SchemeCase.Now).Status);
        Assert.Equal(VerificationStatus.SignatureMismatch, Prefixed("default").Verify(signed.WithHeader("X-B", "1"), ring, SchemeCase.Now).Status);
    }

    [Fact]
    public void Where_no_header_has_the_prefix_nothing_is_written() =>
        Assert.Equal("", MessageOf.Text(Prefixed("ends"), MessageOf.Get("/")));

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    [InlineData("a\0b")]
    public void A_value_that_could_forge_a_line_is_refused(string value) =>
        Assert.Null(MessageOf.Text(Prefixed("default"), Request.WithHeader("X-B", value)));

    [Fact]
    public void A_lone_surrogate_in_a_value_is_refused() => Assert.Null(MessageOf.Text(Prefixed("default"), Request.WithHeader("X-B", "\uD800")));

    [Fact]
    public void A_header_that_is_there_twice_is_refused_in_any_case_of_its_name()
    {
        Assert.Null(MessageOf.Text(Prefixed("default"), new RawRequest("GET", "/", [new("X-B", "1"), new("x-b", "2")])));
        Assert.NotNull(MessageOf.Text(Prefixed("default"), new RawRequest("GET", "/", [new("X-B", "1"), new("Other", "1"), new("other", "2")])));
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void There_are_64_headers_at_most(int count, bool isWritten)
    {
        var request = new RawRequest("GET", "/", [.. Enumerable.Range(0, count).Select(i => new KeyValuePair<string, string>($"x-{i:d2}", "1"))]);
        Assert.Equal(isWritten, MessageOf.Text(Prefixed("default"), request) is not null);
        Assert.Equal(isWritten, IsValid(Listed(set: new()), [.. request.Headers], string.Join(';', request.Headers.Select(header => header.Key))));
    }

    [Theory]
    [InlineData("x-a;x-b", true)]
    [InlineData("x-a", true)]
    [InlineData("x-b;x-a", false)] // not in the order of its bytes
    [InlineData("x-a;x-a", false)]
    [InlineData("x-a;", false)]
    [InlineData(";x-a", false)]
    [InlineData("x-a;;x-b", false)]
    [InlineData("x-A;x-b", false)]
    [InlineData("x-a;x-z", false)] // isn't there
    [InlineData("x-b", false)] // less than the least
    public void A_list_has_each_header_once_in_lower_case_and_in_order(string list, bool isValid) =>
        Assert.Equal(isValid, IsValid(Listed(), [new("x-a", "1"), new("x-b", "2")], list));

    [Theory]
    [InlineData("x-b x-a", true)]
    [InlineData("x-a x-b", true)]
    [InlineData("x-b x-a x-b", false)]
    [InlineData("x-b", false)]
    [InlineData("x-b;x-a", false)]
    public void A_list_may_have_an_order_of_its_own(string list, bool isValid) =>
        Assert.Equal(isValid, IsValid(Listed(set: new() { InListedOrder = true, ListSeparator = ' ', AtLeast = ["x-a"] }), [new("x-a", "1"), new("x-b", "2")], list));

    [Fact]
    public void Headers_that_are_implied_stand_among_the_listed_ones()
    {
        SignatureScheme scheme = Listed(set: new() { Implied = ["content-type", "x-oss-*"], AtLeast = [] });
        var request = new RawRequest("GET", "/", [new("X-Oss-B", "b"), new("Host", "h"), new("Content-Type", "t"), new("Other", "o")]);
        Assert.Equal("content-type:t\nhost:h\nx-oss-b:b", Message(scheme, request, "host"));
        Assert.Equal("content-type:t\nx-oss-b:b", Message(scheme, request));
        Assert.Equal("content-type:t\nhost:h\nx-oss-b:b", Message(scheme, request, "host", "x-oss-b"));
    }

    [Fact]
    public void A_name_of_the_list_may_stand_for_something_else()
    {
        var set = new HeaderSet { Pair = ": ", AtLeast = ["(request-target)"], ListSeparator = ' ', InListedOrder = true };
        set.Components["(request-target)"] = "(request-target): {method:lower} {target}";
        SignatureScheme scheme = Listed(set: set);
        Assert.Equal("(request-target): get /a?b=c\nhost: h", Message(scheme, new RawRequest("GET", "/a?b=c", [new("Host", "h")]), "host"));
    }

    [Fact]
    public void A_signer_lists_what_it_must_what_is_there_and_what_it_is_told()
    {
        SignatureScheme scheme = Listed(set: new() { AtLeast = ["host"], WherePresent = ["x-a*", "date"] });
        var request = new RawRequest("GET", "/", [new("Host", "h"), new("X-Ab", "1"), new("Date", "d"), new("Other", "o")]);
        Assert.Equal("date:d\nhost:h\nx-ab:1", Message(scheme, request));
        Assert.Equal("host:h\nother:o", Message(scheme, request, "Other"));
    }

    [Fact]
    public void A_signer_keeps_the_order_of_a_list_that_has_all_it_must_and_puts_in_front_what_is_not_there()
    {
        SignatureScheme scheme = Listed(set: new() { AtLeast = ["date", "host"], InListedOrder = true, ListSeparator = ' ' });
        var request = new RawRequest("GET", "/", [new("Host", "h"), new("Date", "d"), new("Other", "o")]);
        Assert.Equal("other:o\nhost:h\ndate:d", Message(scheme, request, "other", "Host", "date"));
        Assert.Equal("date:d\nhost:h\nother:o", Message(scheme, request, "other", "host"));
    }

    private static SignatureScheme Prefixed(string setting) => MessageOf.Scheme("{headers:x-*}", change: definition => definition.SignedHeaderSet = setting switch
    {
        "ends" => new() { EndsWithJoiner = true },
        "collapses" => new() { CollapsesBlanks = true },
        "lower" => new() { ValuesInLowerCase = true },
        "percent" => new() { IsPercentEncoded = true },
        "values" => new() { Pair = null, Joiner = "|" },
        _ => new(),
    });

    private static SignatureScheme Listed(HeaderSet? set = null) => MessageOf.Scheme("{headers:signed}", "test", definition =>
    {
        definition.Headers.Add("X-Signed", HeaderFormat.Text("{signed-headers}"));
        definition.SignedHeaderSet = set ?? new HeaderSet { AtLeast = ["x-a"] };
    });

    private static string Message(SignatureScheme scheme, RawRequest request, params string[] more) =>
        MessageOf.Text(scheme, request, new SigningValues { HeadersToSign = more.Length == 0 ? null : more })!;

    /// <summary>Whether a verifier takes a list; the signature is that of nobody.</summary>
    private static bool IsValid(SignatureScheme scheme, KeyValuePair<string, string>[] headers, string list)
    {
        var request = new RawRequest("GET", "/", [.. headers, new("X-Signed", list), new("X-Signature", new string('0', 64))]);
        VerificationStatus status = scheme.Verify(request, new KeyRing(HmacKey.Generate()), SchemeCase.Now).Status;
        Assert.True(status is VerificationStatus.SignatureMismatch or VerificationStatus.MalformedHeader);
        return status == VerificationStatus.SignatureMismatch;
    }
}
