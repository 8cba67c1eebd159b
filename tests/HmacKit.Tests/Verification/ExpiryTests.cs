using System.Globalization;

namespace HmacKit.Tests.Verification;

/// <summary>When a signature ends that says so itself, beside the window of the time that it was made at.</summary>
public class ExpiryTests
{
    private const int Hour = 3600;

    private static readonly SchemeCase At = SchemeCase.Of(Scheme(ExpiryRule.At(TimestampFormat.UnixSeconds, maxLife: TimeSpan.FromHours(1))));
    private static readonly SchemeCase AfterSigning = SchemeCase.Of(Scheme(ExpiryRule.AfterSigning(maxLife: TimeSpan.FromHours(1))));

    [Theory]
    [InlineData(60)]
    [InlineData(299)]
    public void A_signature_is_valid_to_the_millisecond_of_its_end(int seconds)
    {
        foreach (SchemeCase item in (SchemeCase[])[At, AfterSigning])
        {
            RawRequest request = Ending(item, seconds);
            DateTimeOffset end = SchemeCase.Now.AddSeconds(seconds);
            Assert.Equal(VerificationStatus.Valid, item.Verify(request, end));
            Assert.Equal(VerificationStatus.Expired, item.Verify(request, end.AddMilliseconds(1)));
        }
    }

    [Fact]
    public void An_end_may_be_as_far_away_as_the_longest_life_and_no_millisecond_more()
    {
        foreach (SchemeCase item in (SchemeCase[])[At, AfterSigning])
        {
            Assert.Equal(VerificationStatus.Valid, item.Verify(Ending(item, Hour)));
            Assert.Equal(VerificationStatus.MalformedHeader, item.Verify(Ending(item, Hour), SchemeCase.Now.AddMilliseconds(-1)));
            Assert.Equal(VerificationStatus.MalformedHeader, item.Verify(Ending(item, Hour + 1)));
        }
    }

    /// <summary>Only an end that counts from the signing time takes the place of the greatest age.</summary>
    [Fact]
    public void An_end_at_a_time_leaves_the_greatest_age_as_it_is()
    {
        DateTimeOffset late = SchemeCase.Now.AddMinutes(5).AddMilliseconds(1);
        Assert.Equal(VerificationStatus.TimestampTooOld, At.Verify(Ending(At, Hour), late));
        Assert.Equal(VerificationStatus.Valid, AfterSigning.Verify(Ending(AfterSigning, Hour), late));
    }

    [Fact]
    public void An_end_does_not_make_a_time_in_the_future_good()
    {
        DateTimeOffset early = SchemeCase.Now.AddMinutes(-5).AddMilliseconds(-1);
        Assert.Equal(VerificationStatus.TimestampInFuture, At.Verify(Ending(At, 60), early));
        Assert.Equal(VerificationStatus.TimestampInFuture, AfterSigning.Verify(Ending(AfterSigning, 60), early));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("soon")]
    [InlineData("99999999999999999999")]
    public void An_end_that_can_not_be_read_is_malformed(string end)
    {
        foreach (SchemeCase item in (SchemeCase[])[At, AfterSigning])
        {
            Assert.Equal(VerificationStatus.MalformedHeader, item.Verify(item.Sign().WithHeader("X-End", end)));
        }
    }

    [Fact]
    public void Code_may_find_no_end_in_a_request_that_has_a_window()
    {
        SignatureScheme optional = Scheme(ExpiryRule.At(TimestampFormat.UnixSeconds, maxLife: TimeSpan.FromHours(1)), new EndIfThere());
        KeyRing keys = new(HmacKey.Generate());
        RawRequest without = Signed(optional, keys, end: null);
        Assert.Equal(VerificationStatus.Valid, optional.Verify(without, keys, SchemeCase.Now.AddMinutes(5)).Status);
        Assert.Equal(VerificationStatus.TimestampTooOld, optional.Verify(without, keys, SchemeCase.Now.AddMinutes(5).AddMilliseconds(1)).Status);
        RawRequest with = Signed(optional, keys, end: 60);
        Assert.Equal(VerificationStatus.Valid, optional.Verify(with, keys, SchemeCase.Now.AddSeconds(60)).Status);
        Assert.Equal(VerificationStatus.Expired, optional.Verify(with, keys, SchemeCase.Now.AddSeconds(61)).Status);
    }

    private static SignatureScheme Scheme(ExpiryRule expiry, SchemeCode? code = null) => SignatureScheme.Compile(new()
    {
        Name = "ending",
        Message = "{timestamp}.{expires}.{body}",
        Headers =
        {
            ["X-Time"] = HeaderFormat.Text("{timestamp}"),
            ["X-End"] = HeaderFormat.Text("{expires}"),
            ["X-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
        Expiry = expiry,
        Code = code,
    });

    /// <summary>A request of <see cref="SchemeCase.Now"/> that ends some seconds later, without the engine's signer, which makes none that is refused.</summary>
    private static RawRequest Ending(SchemeCase item, int seconds) => Signed(item.Scheme, item.Ring, seconds);

    private static RawRequest Signed(SignatureScheme scheme, KeyRing keys, int? end)
    {
        long now = SchemeCase.Now.ToUnixTimeSeconds();
        string time = now.ToString(CultureInfo.InvariantCulture);
        string text = end is { } seconds ? (scheme.Expiry!.Format is null ? seconds : now + seconds).ToString(CultureInfo.InvariantCulture) : "";
        byte[] tag = System.Security.Cryptography.HMACSHA256.HashData(keys.Primary.Secret, System.Text.Encoding.ASCII.GetBytes($"{time}.{text}.hello"));
        List<KeyValuePair<string, string>> headers = [new("X-Time", time), new("X-Signature", Convert.ToHexStringLower(tag))];
        if (end is not null)
        {
            headers.Add(new("X-End", text));
        }

        return new RawRequest("POST", "/", headers, "hello"u8.ToArray());
    }

    private sealed class EndIfThere : SchemeCode
    {
        protected override ClaimOutcome Read(in ClaimInput input, ClaimWriter claim)
        {
            RequestSource request = input.Request;
            bool isRead = claim.TrySet("timestamp", request.GetHeader("X-Time").Value!)
                && (request.GetHeader("X-End").Value is not { } end || claim.TrySet("expires", end))
                && claim.TrySetSignature(request.GetHeader("X-Signature").Value!, TagEncoding.Hex);
            return isRead ? ClaimOutcome.Found : ClaimOutcome.Malformed;
        }

        protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer)
        {
            bool isWritten = writer.TryWriteAscii(input.Timestamp) && writer.TryWriteAscii(".") && writer.TryWriteAscii(input.Expires) && writer.TryWriteAscii(".");
            writer.WriteBody(input.Body);
            return isWritten;
        }
    }
}
