using HmacKit.Analyzers.Tests.Fixtures;

namespace HmacKit.Analyzers.Tests.Secrets;

public class SecretInCodeTests
{
    [Theory]
    [InlineData("HmacKey.FromText({|HMAC001:\"a secret that is long enough\"|})")]
    [InlineData("HmacKey.FromText({|HMAC001:\"a secret that is long enough\".AsSpan()|})")]
    [InlineData("HmacKey.FromText({|HMAC001:Constant|})")]
    [InlineData("HmacKey.FromText({|HMAC001:Field|})")]
    [InlineData("HmacKey.FromText(label: \"2026-01\", {|HMAC001:secret: \"a secret \" + \"in two parts\"|})")]
    [InlineData("HmacKey.Import(HmacAlgorithm.Sha256, KeyFormat.Hex, {|HMAC001:\"00112233445566778899aabbccddeeff\"|})")]
    [InlineData("SchemeCatalog.Stripe.ImportKey({|HMAC001:\"whsec_a secret in the code\"|})")]
    [InlineData("SchemeCatalog.Stripe.ImportKey({|HMAC001:Environment.GetEnvironmentVariable(\"SECRET\") ?? \"a fall-back that goes live\"|})")]
    [InlineData("SchemeCatalog.Stripe.ImportKey({|HMAC001:IsLive ? Environment.GetEnvironmentVariable(\"SECRET\") : \"the secret of tests\"|})")]
    [InlineData("ProtectionKey.FromBase64(\"2026\", {|HMAC001:\"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=\"|})")]
    [InlineData("new ProtectionKey(\"2026\", {|HMAC001:\"0123456789abcdef0123456789abcdef\"u8|})")]
    [InlineData("new ProtectionKey(\"2026\", {|HMAC001:Encoding.UTF8.GetBytes(\"0123456789abcdef0123456789abcdef\")|})")]
    [InlineData("new ProtectionKey(\"2026\", {|HMAC001:Convert.FromBase64String(\"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=\")|})")]
    [InlineData("new HmacKit.Http.ClientCredentialsOptions { ClientId = \"shop\", ClientSecret = {|HMAC001:\"a secret of the client\"|} }")]
    public Task A_secret_in_the_code_is_seen(string expression) => Rules.CheckAsync<SecretInCodeAnalyzer>(Members(expression));

    [Theory]
    [InlineData("HmacKey.FromText(Environment.GetEnvironmentVariable(\"SECRET\"))")]
    [InlineData("HmacKey.FromText(Environment.GetEnvironmentVariable(\"SECRET\") ?? throw new InvalidOperationException(\"no secret\"))")]
    [InlineData("HmacKey.FromText(Environment.GetEnvironmentVariable(\"SECRET\") ?? \"\")")]
    [InlineData("HmacKey.FromText(File.ReadAllText(\"/run/secrets/stripe\"), \"2026-01\")")]
    [InlineData("HmacKey.FromText(Read(\"/run/secrets/stripe\"))")]
    [InlineData("HmacKey.Generate()")]
    [InlineData("HmacKey.ImportInsecureShortSecret(HmacAlgorithm.Sha256, KeyFormat.Text, \"key\")")]
    [InlineData("SchemeCatalog.Find(\"stripe\")")]
    [InlineData("new ProtectionKey(\"2026\", RandomNumberGenerator.GetBytes(32))")]
    [InlineData("new KeyRing(\"a key id isn't secret\", HmacKey.Generate())")]
    [InlineData("HMACSHA256.HashData(\"not HmacKit's\"u8, \"message\"u8)")]
    public Task What_is_read_or_isnt_a_secret_stays_unsaid(string expression) => Rules.CheckAsync<SecretInCodeAnalyzer>(Members(expression));

    [Fact]
    public Task A_local_that_holds_the_text_is_followed() => Rules.CheckAsync<SecretInCodeAnalyzer>("""
        static HmacKey Key()
        {
            string secret = "a secret that is long enough";
            return HmacKey.FromText({|HMAC001:secret|});
        }
        """);

    [Fact]
    public Task Tests_have_secrets_of_their_own() =>
        Rules.CheckFileAsync<SecretInCodeAnalyzer>("class Tests { HmacKey _key = HmacKey.FromText(\"a secret that is long enough\"); }", isTest: true);

    [Fact]
    public Task A_public_key_is_no_secret() => Rules.CheckAsync<SecretInCodeAnalyzer>("""
        static class PublicKeySchemes
        {
            public static SignatureScheme Discord => SchemeCatalog.Stripe;
        }

        object[] Keys(SignatureScheme scheme) =>
        [
            PublicKeySchemes.Discord.ImportKey("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"),
            new MessageSignatureDefinition { PublicKey = PublicKeyAlgorithms.EcdsaP256Sha256 }.Compile().ImportKey("d75a980182b10ab7d54bfed3c964073a"),
            scheme.ImportKey("-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE"),
            scheme.ImportKey("MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE"),
            scheme.ImportKey({|HMAC001:"-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49"|}),
        ];
        """);

    private static string Members(string expression) => $$"""
        const string Constant = "a secret that is long enough";
        static readonly string Field = "a secret that is long enough";
        static bool IsLive;
        static string Read(string path) => path;
        static object Value() => {{expression}};
        """;
}
