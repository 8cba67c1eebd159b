using System.Text;
using FsCheck.Fluent;

namespace HmacKit.Tests.Schemes;

/// <summary>What a signer writes into a header is read back the same, or isn't written at all.</summary>
public class HeaderRoundTripTests
{
    public static TheoryData<string> Formats => new(All.Keys);

    private static Dictionary<string, HeaderFormat> All { get; } = new()
    {
        ["text"] = HeaderFormat.Text("HMAC {keyid}:{nonce}:{signature:hex}"),
        ["text in braces"] = HeaderFormat.Text("{{{id}}} ({timestamp})"),
        ["fields"] = HeaderFormat.Fields("t={timestamp},e={id},v1={signature:hex}"),
        ["fields with blanks"] = HeaderFormat.Fields("HMAC key={keyid}; ts={timestamp}; nonce={nonce}; sig={signature:base64}", separator: ';'),
        ["list"] = HeaderFormat.List("v1,{signature:base64}"),
        ["list of base64url"] = HeaderFormat.List("v1={signature:base64url}", separator: ','),
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public void Whatever_is_written_is_read_back_the_same(string name)
    {
        HeaderFormat format = All[name];
        HeaderGrammar grammar = HeaderReading.Compile(format);
        var values =
            from keyId in Any.Token
            from timestamp in Gen.Choose(0, int.MaxValue)
            from id in Any.Token
            from nonce in Any.Token
            from tag in Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(HeaderReading.TagSize)
            select (KeyId: keyId, Timestamp: timestamp, Id: id, Nonce: nonce, Tag: tag);
        Seeded.Holds(values, item =>
        {
            var claim = default(RequestClaim);
            claim.KeyId = new ClaimValue(item.KeyId);
            claim.Id = new ClaimValue(item.Id);
            claim.Nonce = new ClaimValue(item.Nonce);
            claim.UnixMilliseconds = item.Timestamp * 1000L;
            HeaderReading read = HeaderReading.Of(format, Write(grammar, claim, item.Tag))!;

            Assert.True(read.KeyId is null || read.KeyId == item.KeyId);
            Assert.True(read.Timestamp is null || read.Timestamp == item.Timestamp.ToString(System.Globalization.CultureInfo.InvariantCulture));
            Assert.True(read.Id is null || read.Id == item.Id);
            Assert.True(read.Nonce is null || read.Nonce == item.Nonce);
            Assert.Equal(read.Signatures == 0 ? null : item.Tag, read.Tag);
            Assert.Equal(
                Enum.GetValues<ClaimField>().Where(grammar.Fields.Contains),
                new[] { (read.KeyId, ClaimField.KeyId), (read.Timestamp, ClaimField.Timestamp), (read.Id, ClaimField.Id), (read.Nonce, ClaimField.Nonce), (read.Tag is null ? null : "", ClaimField.Signature) }
                    .Where(pair => pair.Item1 is not null).Select(pair => pair.Item2));
        });
    }

    [Fact]
    public void A_signer_refuses_a_value_that_would_be_read_back_as_another_one()
    {
        // Any printable text, with what these formats use as separators more often than its share.
        var values = Gen.OneOf(Any.Printable, Any.Joined(6, "a", ",", ";", ":", "=", " ", "t=", "v1=", ", ")).Where(value => value.Length > 0);
        foreach (SchemeCase item in SchemeCase.All.Where(item => item.Scheme.Covers.HasFlag(SignedParts.Id) || item.Scheme.Covers.HasFlag(SignedParts.Nonce)))
        {
            int signed = 0;
            Seeded.Holds(values, value =>
            {
                RawRequest request;
                try
                {
                    request = item.Sign(values: new SigningValues { Time = SchemeCase.Now, Id = value, Nonce = value });
                }
                catch (ArgumentException)
                {
                    return;
                }

                signed++;
                VerificationResult result = item.Scheme.Verify(request, item.Ring, SchemeCase.Now);
                Assert.Equal(VerificationStatus.Valid, result.Status);
                Assert.Equal(value, result.Id ?? result.Nonce);
            });
            Assert.True(signed > 20, $"{item}: only {signed} values were signed");
        }
    }

    private static string Write(HeaderGrammar grammar, in RequestClaim claim, ReadOnlySpan<byte> tag)
    {
        var writer = new MessageWriter(stackalloc byte[256]);
        Assert.True(grammar.TryWrite(claim, TimestampFormat.UnixSeconds, tag, tag.Length, ref writer));
        return Encoding.ASCII.GetString(writer.Head);
    }
}
