namespace HmacKit.Tests.Catalog;

/// <summary>The name with which a server asks for a signature is the one that its clients write in <c>Authorization</c>.</summary>
public class AuthenticationSchemeTests
{
    [Theory]
    [InlineData("hawk", "Hawk")]
    [InlineData("hawk-sha1", "Hawk")]
    [InlineData("aws-sigv4", "AWS4-HMAC-SHA256")]
    [InlineData("aws-s3-sigv2", "AWS")]
    [InlineData("oauth1", "OAuth")]
    [InlineData("acquia-http-hmac-2", "acquia-http-hmac")]
    [InlineData("akamai-edgegrid", "EG1-HMAC-SHA256")]
    [InlineData("cavage-http-signature", "Signature")]
    [InlineData("azure-storage-sharedkey", "SharedKey")]
    [InlineData("jws-hs384", "Bearer")]
    [InlineData("adyen-platform-webhook", "HMAC")]
    [InlineData("okta", "HMAC")]
    [InlineData("baidu-bce-v1", "HMAC")]
    [InlineData("rfc9421", "HMAC")]
    public void Of_a_scheme_it_is(string scheme, string expected) => Assert.Equal(expected, SchemeCatalog.Find(scheme)!.AuthenticationScheme);

    [Theory]
    [InlineData("authorization", "Custom id={keyid}, mac={signature:hex}", "Custom")]
    [InlineData("Proxy-Authorization", "Custom id={keyid}, mac={signature:hex}", "HMAC")]
    [InlineData("Authorization", "{keyid} {signature:hex}", "HMAC")]
    [InlineData("Authorization", "a/b {keyid}:{signature:hex}", "HMAC")]
    public void Of_a_format_it_is_the_token_before_the_first_blank(string header, string format, string expected) => Assert.Equal(
        expected,
        SignatureScheme.Compile(new() { Name = "own", Message = "{body}", Headers = { [header] = HeaderFormat.Text(format) } }).AuthenticationScheme);

    [Fact]
    public void What_stands_before_base64_counts() => Assert.Equal(
        "Basic",
        SignatureScheme.Compile(new() { Name = "own", Message = "{body}", Headers = { ["Authorization"] = HeaderFormat.Text("{keyid}:{signature:hex}").InBase64("Basic ") } }).AuthenticationScheme);
}
