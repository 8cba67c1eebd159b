using System.Text;
using System.Xml.Linq;
using FsCheck.Fluent;

namespace HmacKit.Tests.Requests;

/// <summary>XML of one element with elements of text in it: what is read of it is what the platform's parser reads, and what could be read in two ways isn't read at all.</summary>
public class FlatXmlTests
{
    private static readonly SignatureScheme Scheme = SignatureScheme.Compile(new()
    {
        Name = "test",
        Message = "{xml:sorted}",
        Xml = { ["sign"] = HeaderFormat.Text("{signature:hex}") },
        AmbiguousBecause = "values may hold anything.",
    });

    [Theory]
    [InlineData("<xml><b>2</b><a>1</a></xml>", "a=1&b=2")]
    [InlineData("<xml><B>2</B><a>1</a></xml>", "B=2&a=1")]
    [InlineData("<root>\n  <a>1</a>\r\n</root>\n", "a=1")]
    [InlineData("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xml><a>1</a></xml>", "a=1")]
    [InlineData("<?xml version='1.0' encoding='utf-8' standalone='yes'?><xml><a>1</a></xml>", "a=1")]
    [InlineData("\uFEFF<xml><a>1</a></xml>", "a=1")]
    [InlineData("<xml ><a >1</a ></xml >", "a=1")]
    [InlineData("<xml><a><![CDATA[1 & <b>]]></a></xml>", "a=1 & <b>")]
    [InlineData("<xml><a>x<![CDATA[y]]>z<![CDATA[]]></a></xml>", "a=xyz")]
    [InlineData("<xml><a>&lt;&gt;&amp;&quot;&apos;&#65;&#x42;&#x1F600;</a></xml>", "a=<>&\"'AB\U0001F600")]
    [InlineData("<xml><a>1\r\n2\r3</a></xml>", "a=1\n2\n3")]
    [InlineData("<xml><a> 1 </a></xml>", "a= 1 ")]
    [InlineData("<xml><a></a><b/><c><![CDATA[]]></c><d>0</d></xml>", "d=0")]
    [InlineData("<xml><sign>no hex at all</sign><a>1</a></xml>", "a=1")]
    [InlineData("<xml></xml>", "")]
    public void Members_are_sorted_and_joined(string body, string expected)
    {
        Assert.Equal(expected, Message(body));
        Assert.Equal(expected, Naive(body));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("<xml/>")]
    [InlineData("<xml><a>1</a>")]
    [InlineData("<xml><a>1</b></xml>")]
    [InlineData("<xml><a>1</a></xml><xml></xml>")]
    [InlineData("<xml><a>1</a></xml>x")]
    [InlineData("x<xml><a>1</a></xml>")]
    [InlineData("<xml>x<a>1</a></xml>")]
    [InlineData("<xml><a>1</a><a>2</a></xml>")]
    [InlineData("<xml><a>1</a><A>1</A></xml>")]
    [InlineData("<xml><a><b>1</b></a></xml>")]
    [InlineData("<xml><a b=\"1\">1</a></xml>")]
    [InlineData("<xml a=\"1\"><a>1</a></xml>")]
    [InlineData("<xml><!-- a --><a>1</a></xml>")]
    [InlineData("<xml><a>1<!-- a --></a></xml>")]
    [InlineData("<xml><?a b?><a>1</a></xml>")]
    [InlineData("<!DOCTYPE xml><xml><a>1</a></xml>")]
    [InlineData("<!DOCTYPE xml [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><xml><a>&e;</a></xml>")]
    [InlineData("<xml><a>&e;</a></xml>")]
    [InlineData("<xml><a>&amp</a></xml>")]
    [InlineData("<xml><a>&#0;</a></xml>")]
    [InlineData("<xml><a>&#xD800;</a></xml>")]
    [InlineData("<xml><a>&#x110000;</a></xml>")]
    [InlineData("<xml><a>&#-1;</a></xml>")]
    [InlineData("<xml><a>&# 65;</a></xml>")]
    [InlineData("<xml><a>&;</a></xml>")]
    [InlineData("<xml><a>1]]></a></xml>")]
    [InlineData("<xml><a><![CDATA[1</a></xml>")]
    [InlineData("<xml><![CDATA[1]]></xml>")]
    [InlineData("<xml><a>\u0001</a></xml>")]
    [InlineData("<xml><1>1</1></xml>")]
    [InlineData("<xml><a:b>1</a:b></xml>")]
    [InlineData("<xml><\u00E4>1</\u00E4></xml>")]
    [InlineData("<?xml version=\"1.0\" encoding=\"GBK\"?><xml><a>1</a></xml>")]
    [InlineData("<?xml version=\"1.1\"?><xml><a>1</a></xml>")]
    [InlineData("<?xml version=\"1.0\" encoding=\"UTF-7\"?><xml><a>1</a></xml>")]
    [InlineData("<?xmlversion=\"1.0\"?><xml><a>1</a></xml>")]
    [InlineData(" <?xml version=\"1.0\"?><xml><a>1</a></xml>")]
    [InlineData("<xml")]
    [InlineData("<")]
    [InlineData("</xml>")]
    public void What_parsers_could_read_in_two_ways_is_refused(string body)
    {
        Assert.Null(Message(body));
        Assert.NotEqual(VerificationStatus.Valid, Scheme.Verify(Post(body), Ring, DateTimeOffset.UnixEpoch).Status);
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_are_refused() => Assert.Null(MessageOf([.. "<xml><a>"u8, 0xD6, 0xD0, .. "</a></xml>"u8]));

    [Fact]
    public void There_are_128_members_at_most()
    {
        static string Body(int count) => $"<xml>{string.Concat(Enumerable.Range(0, count).Select(i => $"<a{i}>1</a{i}>"))}</xml>";
        Assert.Equal(Naive(Body(128)), Message(Body(128)));
        Assert.Null(Message(Body(129)));
    }

    [Fact]
    public void Any_texts_are_read_as_the_platforms_parser_reads_them() => Seeded.Holds(
        from texts in ArbMap.Default.GeneratorFor<string?>().ListOf(5)
        from cdata in ArbMap.Default.GeneratorFor<bool>()
        select (texts, cdata),
        sample =>
        {
            string[] clean = [.. sample.texts.Select(text => new string([.. (text ?? "").Where(c => c is >= ' ' and < (char)0x7F or '\t' or '\n')]).Replace("]]>", "", StringComparison.Ordinal))];
            XElement root = new("xml", clean.Select((text, i) => new XElement($"m{clean.Length - i}", sample.cdata ? new XCData(text) : new XText(text))));
            string body = root.ToString(SaveOptions.DisableFormatting);
            Assert.Equal(Naive(body), Message(body));
        });

    [Fact]
    public void Cut_off_anywhere_it_is_refused()
    {
        const string body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><xml><a>1 &amp; 2</a><b><![CDATA[x]]></b><c/></xml>";
        Assert.NotNull(Message(body));
        Assert.All(Enumerable.Range(0, body.Length), length => Assert.Null(Message(body[..length])));
    }

    [Theory]
    [InlineData("<xml>\n<a>1</a>\n</xml>", "<xml>\n<a>1</a>\n<sign>@</sign></xml>")]
    [InlineData("<xml><sign/><a>1</a></xml>", "<xml><sign>@</sign><a>1</a></xml>")]
    [InlineData("<xml><sign></sign><a>1</a></xml>", "<xml><sign>@</sign><a>1</a></xml>")]
    [InlineData("<xml><sign><![CDATA[old]]></sign><a>1</a></xml>", "<xml><sign>@</sign><a>1</a></xml>")]
    [InlineData("<xml><Sign>1</Sign></xml>", null)]
    [InlineData("{}", null)]
    public void A_signer_puts_its_member_into_the_body_and_leaves_the_rest(string body, string? expected)
    {
        var signer = new RequestSigner(Scheme, Ring);
        if (expected is null)
        {
            Assert.Throws<ArgumentException>(() => signer.Sign(Post(body)));
            return;
        }

        RawRequest signed = signer.Sign(Post(body)).ApplyTo(Post(body));
        string text = Encoding.UTF8.GetString(signed.Body.Span);
        string signature = XElement.Parse(text).Element("sign")!.Value;
        Assert.Equal(expected.Replace("@", signature, StringComparison.Ordinal), text);
        Assert.Equal(VerificationStatus.Valid, Scheme.Verify(signed, Ring, DateTimeOffset.UnixEpoch).Status);
    }

    [Fact]
    public void A_definition_says_what_is_wrong_with_it()
    {
        Assert.Contains("ambiguous", Fault(definition => definition.AmbiguousBecause = null), StringComparison.Ordinal);
        Assert.Contains("a member's name is", Fault(definition => definition.Xml["a b"] = HeaderFormat.Text("x")), StringComparison.Ordinal);
        Assert.Contains("one of them only", Fault(definition => definition.Form["a"] = HeaderFormat.Text("x")), StringComparison.Ordinal);
        Assert.Contains("write {xml:sorted}", Fault(definition => definition.Message = "{body}"), StringComparison.Ordinal);
    }

    private static KeyRing Ring => new(HmacKey.ImportInsecureShortSecret(HmacAlgorithm.Sha256, KeyFormat.Text, "a secret for tests only, and long enough"));

    private static RawRequest Post(string body) => new("POST", "/", [], Encoding.UTF8.GetBytes(body));

    private static string? Message(string body) => MessageOf(Encoding.UTF8.GetBytes(body));

    private static string? MessageOf(byte[] body)
    {
        var request = new RawRequest("POST", "/", [], body);
        try
        {
            return Encoding.UTF8.GetString(RequestSigner.GetMessage(Scheme, request, body, default));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string Naive(string body) => string.Join('&', XElement.Parse(body.TrimStart('\uFEFF'), LoadOptions.PreserveWhitespace).Elements()
        .Where(element => element.Name.LocalName != "sign" && element.Value.Length > 0)
        .OrderBy(element => element.Name.LocalName, StringComparer.Ordinal)
        .Select(element => $"{element.Name.LocalName}={element.Value}"));

    private static string Fault(Action<SchemeDefinition> change)
    {
        SchemeDefinition definition = new() { Name = "test", Message = "{xml:sorted}", Xml = { ["sign"] = HeaderFormat.Text("{signature:hex}") }, AmbiguousBecause = "it may." };
        change(definition);
        return Assert.Throws<SchemeDefinitionException>(() => SignatureScheme.Compile(definition)).Message;
    }
}
