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
        foreach (SchemeHeader header in item.Scheme.Headers)
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
            Assert.Equal(!isCovered, item.Verify(changed) == VerificationStatus.Valid);
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
