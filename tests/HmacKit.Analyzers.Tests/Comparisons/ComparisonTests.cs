using HmacKit.Analyzers.Fixes;
using HmacKit.Analyzers.Tests.Fixtures;

namespace HmacKit.Analyzers.Tests.Comparisons;

public class ComparisonTests
{
    [Theory]
    [InlineData("{|HMAC003:Convert.ToHexStringLower(HMACSHA256.HashData(secret, body)) == sent|}")]
    [InlineData("{|HMAC003:sent != Convert.ToHexString(HMACSHA256.HashData(secret, body)).ToLowerInvariant()|}")]
    [InlineData("{|HMAC003:$\"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(secret, body))}\" == sent|}")]
    [InlineData("{|HMAC003:(\"sha256=\" + Convert.ToHexStringLower(HMACSHA256.HashData(secret, body))).Equals(sent)|}")]
    [InlineData("{|HMAC003:string.Equals(sent, Convert.ToBase64String(HMACSHA512.HashData(secret, body)), StringComparison.OrdinalIgnoreCase)|}")]
    [InlineData("{|HMAC003:string.CompareOrdinal(sent, Convert.ToBase64String(HMACSHA1.HashData(secret, body)))|} == 0")]
    [InlineData("{|HMAC003:StringComparer.Ordinal.Equals(sent, Convert.ToBase64String(HMACSHA1.HashData(secret, body)))|}")]
    [InlineData("{|HMAC003:HMACSHA256.HashData(secret, body).SequenceEqual(tag)|}")]
    [InlineData("{|HMAC003:tag.AsSpan().SequenceEqual(HMACSHA256.HashData(secret, body))|}")]
    [InlineData("{|HMAC003:CryptographicOperations.HmacData(HashAlgorithmName.SHA256, secret, body).SequenceEqual(tag)|}")]
    [InlineData("{|HMAC003:new HMACSHA256(secret).ComputeHash(body).SequenceEqual(tag)|}")]
    [InlineData("{|HMAC003:BitConverter.ToString(new HMACSHA256(secret).ComputeHash(body)).Replace(\"-\", \"\") == sent|}")]
    [InlineData("{|HMAC003:signer.Sign(request)[\"X-Signature\"] == sent|}")]
    public Task A_signature_that_was_computed_and_is_compared_early_out_is_seen(string expression) => Rules.CheckAsync<ComparisonAnalyzer>(Members(expression));

    [Theory]
    [InlineData("CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(secret, body), tag)")]
    [InlineData("key.Verify(body, tag)")]
    [InlineData("Convert.ToHexStringLower(SHA256.HashData(body)) == sent")]
    [InlineData("SHA256.HashData(body).SequenceEqual(tag)")]
    [InlineData("Convert.ToHexStringLower(HMACSHA256.HashData(secret, body)) == \"f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8\"")]
    [InlineData("HMACSHA256.HashData(secret, body) == null")]
    [InlineData("HMACSHA256.HashData(secret, body).Length == tag.Length")]
    [InlineData("SHA256.HashData(HMACSHA256.HashData(secret, body)).SequenceEqual(tag)")]
    [InlineData("Lookup(Convert.ToHexString(HMACSHA256.HashData(secret, body))) == sent")]
    [InlineData("sent == \"v1\"")]
    [InlineData("request.Method == sent")]
    [InlineData("signer.Scheme.Name == sent")]
    public Task What_is_compared_in_fixed_time_or_is_no_signature_stays_unsaid(string expression) => Rules.CheckAsync<ComparisonAnalyzer>(Members(expression));

    [Fact]
    public Task Locals_and_buffers_are_followed() => Rules.CheckAsync<ComparisonAnalyzer>("""
        bool Local(byte[] secret, byte[] body, string sent)
        {
            byte[] computed = HMACSHA256.HashData(secret, body);
            string text = Convert.ToHexStringLower(computed);
            return {|HMAC003:text == sent|};
        }

        bool Buffer(HmacKey key, byte[] body, byte[] sent)
        {
            Span<byte> tag = stackalloc byte[32];
            key.ComputeTag(body, tag);
            return {|HMAC003:tag.SequenceEqual(sent)|} || {|HMAC003:tag[..16].SequenceEqual(sent)|};
        }

        bool Incremental(byte[] secret, byte[] body, byte[] sent)
        {
            using IncrementalHash hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
            using IncrementalHash other = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            return other.GetHashAndReset().SequenceEqual(sent) || {|HMAC003:hash.GetHashAndReset().SequenceEqual(sent)|};
        }

        async Task<bool> Streamed(byte[] secret, Stream body, string sent) => {|HMAC003:Convert.ToHexString(await HMACSHA256.HashDataAsync(secret, body)) == sent|};
        """);

    [Theory]
    [InlineData("{|HMAC003:HMACSHA256.HashData(secret, body).SequenceEqual(tag)|}", "CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(secret, body), tag)")]
    [InlineData(
        "{|HMAC003:sent != Convert.ToHexString(HMACSHA256.HashData(secret, body))|}",
        "!CryptographicOperations.FixedTimeEquals(System.Runtime.InteropServices.MemoryMarshal.AsBytes(MemoryExtensions.AsSpan(sent)), System.Runtime.InteropServices.MemoryMarshal.AsBytes(MemoryExtensions.AsSpan(Convert.ToHexString(HMACSHA256.HashData(secret, body)))))")]
    public Task The_fix_compares_the_same_in_fixed_time(string before, string after) => Rules.FixAsync<ComparisonAnalyzer, ComparisonFix>(Members(before), Members(after));

    [Theory]
    [InlineData("{|HMAC003:string.Equals(sent, Convert.ToHexString(HMACSHA512.HashData(secret, body)), StringComparison.OrdinalIgnoreCase)|}")]
    [InlineData("{|HMAC003:string.CompareOrdinal(sent, Convert.ToBase64String(HMACSHA1.HashData(secret, body)))|} == 0")]
    public Task What_isnt_compared_to_the_letter_has_no_fix(string expression) => Rules.FixAsync<ComparisonAnalyzer, ComparisonFix>(Members(expression), Members(expression));

    [Fact]
    public Task Without_HmacKit_nothing_is_looked_at() => Rules.CheckFileAsync<ComparisonAnalyzer>(
        "class C { bool Is(byte[] secret, byte[] body, string sent) => Convert.ToHexString(HMACSHA256.HashData(secret, body)) == sent; }", hasHmacKit: false);

    private static string Members(string expression) => $$"""
        static string Lookup(string key) => key;
        static bool Is(byte[] secret, byte[] body, byte[] tag, string sent, HmacKey key, RequestSigner signer, RawRequest request) => {{expression}};
        """;
}
