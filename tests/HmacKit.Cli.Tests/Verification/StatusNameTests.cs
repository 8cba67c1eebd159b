namespace HmacKit.Cli.Tests.Verification;

public class StatusNameTests
{
    [Theory]
    [InlineData(VerificationStatus.Valid, "valid")]
    [InlineData(VerificationStatus.MissingHeader, "missing_header")]
    [InlineData(VerificationStatus.MalformedHeader, "malformed_header")]
    [InlineData(VerificationStatus.TimestampTooOld, "timestamp_too_old")]
    [InlineData(VerificationStatus.TimestampInFuture, "timestamp_in_future")]
    [InlineData(VerificationStatus.UnknownKey, "unknown_key")]
    [InlineData(VerificationStatus.BodyTooLarge, "body_too_large")]
    [InlineData(VerificationStatus.SignatureMismatch, "signature_mismatch")]
    public void A_status_is_printed_in_snake_case(VerificationStatus status, string name)
    {
        Assert.Equal(name, StatusName.Of(status));
    }

    [Fact]
    public void Every_status_has_a_name_and_an_advice_of_its_own()
    {
        VerificationStatus[] all = Enum.GetValues<VerificationStatus>();
        var request = new RawRequest("POST", "/", []);
        Assert.Equal(all.Length, all.Select(StatusName.Of).Distinct().Count());
        Assert.Equal(
            all.Length - 1,
            all.Where(status => status != VerificationStatus.Valid)
                .Select(status => StatusAdvice.For(status, SchemeCatalog.TheOne, request, CommandRun.Noon, 10)).Distinct().Count());
    }
}
