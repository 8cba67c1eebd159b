using System.Text;
using FsCheck.Fluent;

namespace HmacKit.Tests.Verification;

/// <summary>Any bit of what a scheme covers that is changed on the way makes the request refused.</summary>
public class OneBitTests
{
    [Theory]
    [MemberData(nameof(SchemeCase.Names), MemberType = typeof(SchemeCase))]
    public void A_changed_bit_of_a_header_is_refused(string name)
    {
        SchemeCase item = SchemeCase.Of(name);
        RawRequest request = item.Sign();
        foreach (SchemeCarrier header in item.Scheme.Headers)
        {
            foreach (string changed in EachBit(request.Header(header.Name)))
            {
                VerificationStatus status = item.Verify(request.WithHeader(header.Name, changed));
                Assert.True(status != VerificationStatus.Valid, $"{header.Name}: '{changed}' was accepted");
            }
        }
    }

    [Theory]
    [MemberData(nameof(SchemeCase.Names), MemberType = typeof(SchemeCase))]
    public void A_changed_bit_of_the_body_is_refused(string name)
    {
        SchemeCase item = SchemeCase.Of(name);
        Assert.True(item.Scheme.Covers.HasFlag(SignedParts.Body));
        RawRequest request = item.Sign();
        byte[] body = request.Body.ToArray();
        for (int bit = 0; bit < 8 * body.Length; bit++)
        {
            body[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(VerificationStatus.SignatureMismatch, item.Verify(request.WithBody([.. body])));
            body[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Equal(VerificationStatus.SignatureMismatch, item.Verify(request.WithBody([.. body, 0])));
        Assert.Equal(VerificationStatus.SignatureMismatch, item.Verify(request.WithBody(body[1..])));
        Assert.Equal(VerificationStatus.SignatureMismatch, item.Verify(request.WithBody([])));
        Assert.Equal(VerificationStatus.Valid, item.Verify(request.WithBody(body)));
    }

    [Theory]
    [MemberData(nameof(SchemeCase.Names), MemberType = typeof(SchemeCase))]
    public void A_changed_bit_of_target_or_method_is_refused_exactly_where_the_scheme_covers_it(string name)
    {
        SchemeCase item = SchemeCase.Of(name);
        RawRequest request = item.Sign();
        byte[] message = item.ExpectedMessage(request);
        IEnumerable<RawRequest> changes = EachBit(request.Target).Select(request.WithTarget).Concat(EachBit(request.Method).Select(request.WithMethod));
        int refused = 0;
        foreach (RawRequest changed in changes)
        {
            // Where the message is the same, the scheme doesn't cover the change: the path for one, or the case of the method.
            bool isCovered = !Encoding.Latin1.GetString(item.ExpectedMessage(changed)).Equals(Encoding.Latin1.GetString(message), StringComparison.Ordinal);
            VerificationStatus status = item.Verify(changed);
            if (status == VerificationStatus.MalformedRequestLine)
            {
                Assert.True(changed.Target[0] != '/' || changed.Target.Contains('#') || changed.Method.Any(char.IsAsciiLetterLower));
                continue;
            }

            Assert.Equal(!isCovered, status == VerificationStatus.Valid);
            refused += isCovered ? 1 : 0;
        }

        int parts = (int)(item.Scheme.Covers & (SignedParts.Path | SignedParts.Query | SignedParts.Method));
        Assert.Equal(parts != 0, refused > 0);
    }

    [Theory]
    [MemberData(nameof(SchemeCase.Names), MemberType = typeof(SchemeCase))]
    public void A_changed_bit_of_any_body_and_target_is_refused(string name)
    {
        SchemeCase item = SchemeCase.Of(name);
        var requests =
            from body in Any.Bytes(80).Where(bytes => bytes.Length > 0)
            from target in Any.Target
            from bit in Gen.Choose(0, (8 * body.Length) - 1)
            select (Target: target, Body: body, Bit: bit);
        Seeded.Holds(requests, given =>
        {
            RawRequest request = item.Sign(target: given.Target, body: given.Body);
            byte[] changed = [.. given.Body];
            changed[given.Bit / 8] ^= (byte)(1 << (given.Bit % 8));
            Assert.Equal(VerificationStatus.Valid, item.Verify(request));
            Assert.Equal(VerificationStatus.SignatureMismatch, item.Verify(request.WithBody(changed)));
            if (item.Scheme.Covers.HasFlag(SignedParts.Path))
            {
                Assert.Equal(VerificationStatus.SignatureMismatch, item.Verify(request.WithTarget("/x" + given.Target)));
            }
        }, tests: 60);
    }

    [Theory]
    [MemberData(nameof(SchemeCase.Names), MemberType = typeof(SchemeCase))]
    public void Another_key_s_signature_is_refused(string name)
    {
        SchemeCase item = SchemeCase.Of(name);
        byte[] secret = [.. item.Secret];
        secret[^1] ^= 1;
        using HmacKey other = HmacKey.Import(item.Scheme.Algorithm, KeyFormat.Hex, Convert.ToHexString(secret));
        RawRequest request = item.Sign(signer: new RequestSigner(item.Scheme, new KeyRing(item.Ring.Id, other)));
        Assert.Equal(VerificationStatus.SignatureMismatch, item.Verify(request));
        Assert.Equal(VerificationStatus.Valid, item.Verify(request, ring: new KeyRing(item.Ring.Id, other)));
    }

    /// <summary>Nothing is decoded, normalised or written anew before the MAC.</summary>
    [Theory]
    [InlineData("/a%2Fb", "/a/b")]
    [InlineData("/a%2fb", "/a%2Fb")]
    [InlineData("/%61", "/a")]
    [InlineData("/a/./b", "/a/b")]
    [InlineData("/a//b", "/a/b")]
    [InlineData("/a?", "/a")]
    [InlineData("/?a=1&b=2", "/?b=2&a=1")]
    [InlineData("/?a=+", "/?a=%20")]
    [InlineData("/\u00e9", "/e\u0301")]
    [InlineData("/a", "/A")]
    public void A_target_is_signed_as_it_is_on_the_wire(string original, string sent)
    {
        foreach (SchemeCase item in SchemeCase.All.Where(item => item.Scheme.Message.Contains("{target}", StringComparison.Ordinal)))
        {
            Assert.Equal(VerificationStatus.SignatureMismatch, item.Verify(item.Sign(target: original).WithTarget(sent)));
            Assert.Equal(VerificationStatus.SignatureMismatch, item.Verify(item.Sign(target: sent).WithTarget(original)));
        }
    }

    [Theory]
    [InlineData("{\"a\":1}", "{ \"a\": 1 }")]
    [InlineData("{\"a\":1}", "{\"a\":1}\n")]
    [InlineData("{\"a\":\"\u00e9\"}", "{\"a\":\"e\u0301\"}")]
    [InlineData("{\"a\":\"\u00e9\"}", "{\"a\":\"\\u00e9\"}")]
    [InlineData("{}", "\uFEFF{}")]
    [InlineData("a\r\nb", "a\nb")]
    public void A_body_is_its_bytes_and_not_what_they_mean(string original, string sent)
    {
        foreach (SchemeCase item in SchemeCase.All)
        {
            RawRequest request = item.Sign(body: Encoding.UTF8.GetBytes(original));
            Assert.Equal(VerificationStatus.SignatureMismatch, item.Verify(request.WithBody(Encoding.UTF8.GetBytes(sent))));
        }
    }

    private static IEnumerable<string> EachBit(string text)
    {
        for (int bit = 0; bit < 8 * text.Length; bit++)
        {
            char[] changed = text.ToCharArray();
            changed[bit / 8] ^= (char)(1 << (bit % 8));
            yield return new string(changed);
        }
    }
}
