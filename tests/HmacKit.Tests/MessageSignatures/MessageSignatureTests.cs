using System.Security.Cryptography;
using System.Text;

namespace HmacKit.Tests.MessageSignatures;

/// <summary>RFC 9421: what its appendix signed, what a definition demands, and what a message may not do.</summary>
public class MessageSignatureTests
{
    private static readonly DateTimeOffset Now = RfcCases.Now;

    private static readonly SignatureScheme Scheme = SchemeCatalog.HttpMessageSignatures;

    private static readonly KeyRing Keys = new("test-shared-secret", Scheme.ImportKey(RfcCases.Shared));

    public static TheoryData<string, string, string, string, string> Cases => RfcCases.Signatures;

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_the_RFC_signed_is_valid_and_nothing_that_was_changed(string algorithm, string key, string keyId, string input, string signature)
    {
        SignatureScheme scheme = RfcCases.Definition(algorithm).Compile();
        var keys = new KeyRing(keyId, scheme.ImportKey(key));
        RawRequest request = RfcCases.Request(input, signature);
        Assert.Equal(VerificationStatus.Valid, scheme.Verify(request, keys, Now).Status);
        Assert.Equal(VerificationStatus.SignatureMismatch, scheme.Verify(RfcCases.Request(input.Replace("created=1618884473", "created=1618884474", StringComparison.Ordinal), signature), keys, Now).Status);
        Assert.Equal(VerificationStatus.DigestMismatch, scheme.Verify(RfcCases.Request(input, signature, body: "{\"hello\": \"World\"}"), keys, Now).Status);
        Assert.Equal(VerificationStatus.TimestampTooOld, scheme.Verify(request, keys, Now.AddMinutes(6)).Status);
        Assert.Equal(VerificationStatus.UnknownKey, scheme.Verify(request, new KeyRing("other", keys.Primary), Now).Status);
    }

    [Fact]
    public void A_message_with_the_signatures_of_a_client_and_a_proxy_is_valid_by_either()
    {
        const string input = "sig1=(\"@method\" \"@authority\" \"@path\" \"content-digest\" \"content-type\" \"content-length\");created=1618884475;keyid=\"test-key-ecc-p256\", proxy_sig=(\"@method\" \"forwarded\");created=1618884480;keyid=\"test-key-rsa\";alg=\"rsa-v1_5-sha256\";expires=1618884540";
        const string signature = "sig1=:X5spyd6CFnAG5QnDyHfqoSNICd+BUP4LYMz2Q0JXlb//4Ijpzp+kve2w4NIyqeAuM7jTDX+sNalzA8ESSaHD3A==:, proxy_sig=:AAAA:";
        SignatureScheme scheme = RfcCases.Definition("ecdsa-p256-sha256").Compile();
        var keys = new KeyRing("test-key-ecc-p256", scheme.ImportKey(RfcCases.Ecc));
        Assert.Equal(VerificationStatus.Valid, scheme.Verify(RfcCases.Request(input, signature), keys, Now).Status);
        string swapped = string.Join(", ", input.Split(", ").Reverse());
        Assert.Equal(VerificationStatus.Valid, scheme.Verify(RfcCases.Request(swapped, signature), keys, Now).Status);
        Assert.Equal(VerificationStatus.SignatureMismatch, scheme.Verify(RfcCases.Request(input, signature, target: "/bar"), keys, Now).Status);
    }

    [Fact]
    public void A_signature_joins_those_that_are_there_and_each_stays_valid()
    {
        RawRequest first = Sign(Scheme, Keys, Request("POST", "/orders?id=1", "{}"));
        SignatureScheme second = new MessageSignatureDefinition { Name = "second", Label = "proxy", AtLeast = ["@method", "signature;key=\"sig1\""] }.Compile();
        RawRequest both = Sign(second, Keys, first);
        Assert.Contains("sig1=(", both.GetHeader("Signature-Input").Value, StringComparison.Ordinal);
        Assert.Contains("proxy=(\"@method\" \"signature\";key=\"sig1\")", both.GetHeader("Signature-Input").Value, StringComparison.Ordinal);
        Assert.Equal(VerificationStatus.Valid, Verify(Scheme, both));
        Assert.Equal(VerificationStatus.Valid, Verify(second, both));
    }

    [Theory]
    [InlineData("(\"@method\" \"@target-uri\")")]
    [InlineData("(\"@method\" \"content-digest\")")]
    [InlineData("()")]
    [InlineData("(\"@method\" \"@target-uri\" \"content-digest\";sf)")]
    public void A_signature_that_covers_less_than_the_least_is_refused_although_it_is_right(string components)
    {
        SignatureScheme any = RfcCases.Definition("hmac-sha256").Compile();
        RawRequest request = Request("POST", "/orders", "{}", ContentDigestPart.Of("{}"u8));
        string[] list = [.. components.Trim('(', ')').Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => name.Replace("\"", "", StringComparison.Ordinal))];
        RawRequest signed = new RequestSigner(any, Keys).Sign(request, new SigningValues { Time = Now, HeadersToSign = list.Length == 0 ? ["date"] : list }).ApplyTo(request);
        Assert.Equal(VerificationStatus.Valid, Verify(any, signed));
        Assert.Equal(VerificationStatus.MalformedHeader, Verify(Scheme, signed));
    }

    [Fact]
    public void A_body_is_covered_by_its_digest_and_a_request_without_one_needs_none()
    {
        RawRequest signed = Sign(Scheme, Keys, Request("POST", "/orders", "{}"));
        Assert.StartsWith("sha-256=:", signed.GetHeader("Content-Digest").Value, StringComparison.Ordinal);
        Assert.Equal(VerificationStatus.Valid, Verify(Scheme, signed));
        Assert.Equal(VerificationStatus.DigestMismatch, Verify(Scheme, new RawRequest("POST", "/orders", signed.Headers, "[]"u8.ToArray(), signed.Origin)));
        RawRequest empty = Sign(Scheme, Keys, Request("GET", "/orders", ""));
        Assert.True(empty.GetHeader("Content-Digest").IsMissing);
        Assert.Equal(VerificationStatus.Valid, Verify(Scheme, empty));
        Assert.Equal(VerificationStatus.MalformedHeader, Verify(Scheme, new RawRequest("GET", "/orders", empty.Headers, "[]"u8.ToArray(), empty.Origin)));
    }

    [Theory]
    [InlineData("sha-512=:AAAA:")]
    [InlineData("md5=:AAAA:")]
    [InlineData("sha-256=1")]
    [InlineData("sha-256=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=:, sha-512=:AAAA:")]
    [InlineData("none")]
    [InlineData("")]
    public void A_digest_that_proves_nothing_is_refused(string digest)
    {
        RawRequest request = Request("POST", "/orders", "{}", digest);
        RawRequest signed = Sign(Scheme, Keys, request);
        Assert.Equal(VerificationStatus.DigestMismatch, Verify(Scheme, signed));
    }

    [Theory]
    [InlineData("sig1=(", "sig1=(\"@method\" ")]
    [InlineData("\"@method\"", "\"@METHOD\"")]
    [InlineData("\"@method\"", "\"@unknown\"")]
    [InlineData("\"@method\"", "\"@status\"")]
    [InlineData("\"@method\"", "\"@signature-params\"")]
    [InlineData("\"@method\"", "\"@method\";req")]
    [InlineData("\"@method\"", "@method")]
    [InlineData("\"@method\"", "\"x-missing\"")]
    [InlineData("keyid=", "alg=\"none\";keyid=")]
    [InlineData("keyid=", "alg=\"hmac-sha512\";keyid=")]
    [InlineData("keyid=", "alg=\"rsa-pss-sha512\";keyid=")]
    [InlineData("keyid=", "alg=hmac-sha256;keyid=")]
    [InlineData("keyid=", "keyid=\"a\";keyid=")]
    [InlineData("created=1618884473", "created=1618884473.0")]
    [InlineData("created=1618884473", "created=-1")]
    [InlineData("created=1618884473;", "")]
    [InlineData("created=1618884473;", "created=1618884473;expires=1618884472;")]
    [InlineData("sig1=(", "sig0=(")]
    [InlineData("sig1=(", "sig1=1, sig2=(")]
    public void What_is_changed_in_the_input_is_refused(string text, string by)
    {
        RawRequest signed = Sign(Scheme, Keys, Request("GET", "/orders", ""));
        string input = signed.GetHeader("Signature-Input").Value!;
        Assert.Contains(text, input, StringComparison.Ordinal);
        Assert.NotEqual(VerificationStatus.Valid, Verify(Scheme, WithHeader(signed, "Signature-Input", input.Replace(text, by, StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("sig1=:AAAA:")]
    [InlineData("sig1=1")]
    [InlineData("sig1")]
    [InlineData("sig2=:AAAA:")]
    [InlineData("")]
    [InlineData("sig1=::")]
    public void A_signature_that_is_none_is_refused(string signature)
    {
        RawRequest signed = Sign(Scheme, Keys, Request("GET", "/orders", ""));
        Assert.Equal(VerificationStatus.MalformedHeader, Verify(Scheme, WithHeader(signed, "Signature", signature)));
    }

    [Fact]
    public void More_signatures_or_components_than_the_bounds_are_refused()
    {
        string many = string.Join(", ", Enumerable.Range(0, 17).Select(i => $"s{i}=(\"@method\");created=1618884473;keyid=\"a\""));
        Assert.Equal(VerificationStatus.MalformedHeader, Verify(Scheme, RfcCases.Request(many, "s0=:AAAA:")));
        string wide = $"sig1=({string.Join(' ', Enumerable.Range(0, 65).Select(i => $"\"x-{i}\""))});created=1618884473;keyid=\"a\"";
        Assert.Equal(VerificationStatus.MalformedHeader, Verify(Scheme, RfcCases.Request(wide, "sig1=:AAAA:")));
        Assert.Equal(VerificationStatus.MalformedHeader, Verify(Scheme, RfcCases.Request(new string('(', 15_000), "sig1=:AAAA:")));
        Assert.Equal(VerificationStatus.MissingHeader, Verify(Scheme, Request("GET", "/", "")));
    }

    [Fact]
    public void A_signature_for_another_purpose_does_not_count()
    {
        SignatureScheme orders = new MessageSignatureDefinition { Tag = "orders" }.Compile();
        RawRequest signed = Sign(orders, Keys, Request("GET", "/orders", ""));
        Assert.Contains(";tag=\"orders\"", signed.GetHeader("Signature-Input").Value, StringComparison.Ordinal);
        Assert.Equal(VerificationStatus.Valid, Verify(orders, signed));
        Assert.Equal(VerificationStatus.MalformedHeader, Verify(new MessageSignatureDefinition { Tag = "refunds" }.Compile(), signed));
    }

    [Fact]
    public async Task A_nonce_is_accepted_once_where_it_is_required()
    {
        SignatureScheme once = new MessageSignatureDefinition { RequiresNonce = true, NamesAlgorithm = true }.Compile();
        RawRequest signed = Sign(once, Keys, Request("GET", "/orders", ""));
        Assert.Contains(";alg=\"hmac-sha256\"", signed.GetHeader("Signature-Input").Value, StringComparison.Ordinal);
        var time = new ManualTimeProvider(Now);
        var verifier = new RequestVerifier(once, new MemoryKeySource(Keys), new VerifierOptions { TimeProvider = time, ReplayStore = new MemoryReplayStore(new() { TimeProvider = time }) });
        Assert.Equal(VerificationStatus.Valid, (await verifier.VerifyAsync(signed)).Status);
        Assert.Equal(VerificationStatus.Replayed, (await verifier.VerifyAsync(signed)).Status);
        Assert.Equal(VerificationStatus.MissingHeader, (await verifier.VerifyAsync(Sign(Scheme, Keys, Request("GET", "/orders", "")))).Status);
    }

    [Fact]
    public void A_signature_ends_when_it_says_so()
    {
        RawRequest request = Request("GET", "/orders", "");
        RawRequest signed = new RequestSigner(Scheme, Keys).Sign(request, new SigningValues { Time = Now, Expires = Now.AddSeconds(10) }).ApplyTo(request);
        Assert.Contains(";expires=1618884483", signed.GetHeader("Signature-Input").Value, StringComparison.Ordinal);
        Assert.Equal(VerificationStatus.Valid, Scheme.Verify(signed, Keys, Now.AddSeconds(9)).Status);
        Assert.Equal(VerificationStatus.Expired, Scheme.Verify(signed, Keys, Now.AddSeconds(11)).Status);
    }

    [Theory]
    [InlineData("ecdsa-p256-sha256", false)]
    [InlineData("ecdsa-p256-sha256", true)]
    [InlineData("rsa-pss-sha512", false)]
    [InlineData("rsa-pss-sha512", true)]
    public void The_private_key_signs_and_the_public_one_verifies_in_DER_and_PEM(string algorithm, bool isPem)
    {
        using AsymmetricAlgorithm pair = algorithm == "rsa-pss-sha512" ? RSA.Create(2048) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        MessageSignatureDefinition definition = RfcCases.Definition(algorithm);
        definition.AtLeast = ["@method", "@path"];
        definition.SecretFormat = isPem ? KeyFormat.Text : KeyFormat.Base64;
        SignatureScheme scheme = definition.Compile();
        string secret = isPem ? pair.ExportPkcs8PrivateKeyPem() : Convert.ToBase64String(pair.ExportPkcs8PrivateKey());
        string known = isPem ? pair.ExportSubjectPublicKeyInfoPem() : Convert.ToBase64String(pair.ExportSubjectPublicKeyInfo());
        RawRequest signed = Sign(scheme, new KeyRing("k", scheme.ImportKey(secret)), Request("GET", "/orders", ""));
        Assert.Equal(VerificationStatus.Valid, scheme.Verify(signed, new KeyRing("k", scheme.ImportKey(known)), Now).Status);
        Assert.Throws<ArgumentException>(() => Sign(scheme, new KeyRing("k", scheme.ImportKey(known)), Request("GET", "/orders", "")));
        Assert.Equal(VerificationStatus.SignatureMismatch, scheme.Verify(signed, new KeyRing("k", scheme.ImportKey(isPem ? "-----BEGIN NOTHING-----" : RfcCases.Shared)), Now).Status);
    }

    [Fact]
    public void A_server_says_what_it_accepts_and_a_client_signs_that()
    {
        var server = new MessageSignatureDefinition { AtLeast = ["@method", "@query-param;name=\"id\"", "content-digest"], Tag = "orders", RequiresNonce = true };
        string accept = server.ToAcceptSignature();
        Assert.Equal("sig1=(\"@method\" \"@query-param\";name=\"id\" \"content-digest\");created;keyid;nonce;alg=\"hmac-sha256\";tag=\"orders\"", accept);
        Assert.Null(new MessageSignatureDefinition { PublicKey = PublicKeyAlgorithms.RsaPssSha512, Tag = "orders" }.FindAccepted(accept));
        Assert.Null(new MessageSignatureDefinition().FindAccepted("rubbish ("));
        var client = new MessageSignatureDefinition { AtLeast = [], Tag = "orders", RequiresNonce = true };
        RawRequest request = Request("POST", "/orders?id=7", "{}");
        RawRequest signed = new RequestSigner(client.Compile(), Keys).Sign(request, new SigningValues { Time = Now, HeadersToSign = [.. client.FindAccepted(accept)!] }).ApplyTo(request);
        Assert.Equal(VerificationStatus.Valid, Verify(server.Compile(), signed));
    }

    [Theory]
    [InlineData("@method @method")]
    [InlineData("\"@method\"")]
    [InlineData("@signature-params")]
    [InlineData("a;b;b")]
    public void A_least_that_cannot_be_read_is_a_mistake_of_the_programmer(string component) =>
        Assert.Throws<ArgumentException>(() => new MessageSignatureDefinition { AtLeast = [component] }.Compile());

    private static RawRequest Sign(SignatureScheme scheme, KeyRing keys, RawRequest request) =>
        new RequestSigner(scheme, keys).Sign(request, new SigningValues { Time = Now }).ApplyTo(request);

    private static VerificationStatus Verify(SignatureScheme scheme, RawRequest request) => scheme.Verify(request, Keys, Now).Status;

    private static RawRequest WithHeader(RawRequest request, string name, string value) =>
        new(request.Method, request.Target, request.Headers.Where(header => header.Key != name).Append(KeyValuePair.Create(name, value)), request.Body, request.Origin);

    private static RawRequest Request(string method, string target, string body, string? digest = null)
    {
        List<KeyValuePair<string, string>> headers = [KeyValuePair.Create("Date", "Tue, 20 Apr 2021 02:07:55 GMT")];
        if (digest is not null)
        {
            headers.Add(KeyValuePair.Create("Content-Digest", digest));
        }

        return new RawRequest(method, target, headers, Encoding.UTF8.GetBytes(body), RfcCases.Origin);
    }
}
