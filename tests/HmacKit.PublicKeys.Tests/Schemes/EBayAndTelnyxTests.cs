using System.Security.Cryptography;
using System.Text;

namespace HmacKit.PublicKeys.Tests.Schemes;

/// <summary>What eBay's and Telnyx's own libraries take.</summary>
public class EBayAndTelnyxTests
{
    /// <summary>The notification, header and key of eBay's event-notification-nodejs-sdk 1.0.3, test/test.json.</summary>
    private const string Header = "eyJhbGciOiJlY2RzYSIsImtpZCI6Ijk5MzYyNjFhLTdkN2ItNDYyMS1hMGYxLTk2Y2NiNDI4YWY0OSIsInNpZ25hdHVyZSI6Ik1FWUNJUUNmeGZJV3V4bVdjSUJRSjljNS9YN2lHREpxczJSQ0dzQkVhQWppbnlycmZBSWhBSVY2d0djVGlCdVY1S0pVaWYyaG9reXJMK1E5c3NIa2FkK214Mm5FRTI1dyIsImRpZ2VzdCI6IlNIQTEifQ==";
    private const string Known = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEZhhxXKtR+TOvtDbgTPCkSof02qgBB7IsYOyf76ilExJ/upAa/vKIKheOoCyOpcLmi4t0b4uepb7LLjmMr90FUg==";
    private const string Body = """{"metadata":{"topic":"MARKETPLACE_ACCOUNT_DELETION","schemaVersion":"1.0","deprecated":false},"notification":{"notificationId":"49feeaeb-4982-42d9-a377-9645b8479411_33f7e043-fed8-442b-9d44-791923bd9a6d","eventDate":"2021-03-19T20:43:59.462Z","publishDate":"2021-03-19T20:43:59.679Z","publishAttemptCount":1,"data":{"username":"test_user","userId":"ma8vp1jySJC","eiasToken":"nY+sHZ2PrBmdj6wVnY+sEZ2PrA2dj6wJnY+gAZGEpwmdj6x9nY+seQ=="}}}""";

    [Fact]
    public void What_eBay_signed_is_valid_and_nothing_else()
    {
        SignatureScheme scheme = PublicKeySchemes.EBay;
        var ring = new KeyRing("9936261a-7d7b-4621-a0f1-96ccb428af49", scheme.ImportKey(Known));
        Assert.Equal(VerificationStatus.Valid, Verify(scheme, ring, Header, Body));
        Assert.Equal(VerificationStatus.SignatureMismatch, Verify(scheme, ring, Header, Body + " "));
        Assert.Equal(VerificationStatus.MalformedHeader, Verify(scheme, ring, Changed("\"SHA1\"", "\"SHA256\""), Body));
        Assert.Equal(VerificationStatus.MalformedHeader, Verify(scheme, ring, Changed("\"ecdsa\"", "\"none\""), Body));
        Assert.Equal(VerificationStatus.MalformedHeader, Verify(scheme, ring, "bm8ganNvbg==", Body));
        Assert.Equal(VerificationStatus.MalformedHeader, Verify(scheme, ring, new string('A', 4000), Body));
        Assert.NotEqual(VerificationStatus.Valid, Verify(scheme, ring, Changed("9936261a", "0036261a"), Body));

        string Changed(string from, string to) => Convert.ToBase64String(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Convert.FromBase64String(Header)).Replace(from, to, StringComparison.Ordinal)));
    }

    [Fact]
    public void What_we_sign_as_eBay_is_valid_and_a_public_key_cant_sign()
    {
        SignatureScheme scheme = PublicKeySchemes.EBay;
        using ECDsa pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new RawRequest("POST", "/", [], Encoding.UTF8.GetBytes(Body));
        HmacKey secret = scheme.ImportKey(Convert.ToBase64String(pair.ExportPkcs8PrivateKey()));
        RawRequest signed = new RequestSigner(scheme, new KeyRing("kid-1", secret)).Sign(request, new SigningValues()).ApplyTo(request);
        var known = new KeyRing("kid-1", scheme.ImportKey(Convert.ToBase64String(pair.ExportSubjectPublicKeyInfo())));
        Assert.Equal(VerificationStatus.Valid, scheme.Verify(signed, known, DateTimeOffset.UnixEpoch).Status);
        Assert.Throws<ArgumentException>(() => new RequestSigner(scheme, known).Sign(request, new SigningValues()));
    }

    /// <summary>Accepted by npm telnyx 7.24.0, TelnyxWebhook.verify.</summary>
    [Fact]
    public void What_Telnyx_library_takes_is_valid()
    {
        const string body = """{"data":{"event_type":"message.received","id":"b301ed3f"}}""";
        SignatureScheme scheme = PublicKeySchemes.Telnyx;
        var ring = new KeyRing(scheme.ImportKey("7l1roFCYfSC97BdsHgfnqvttruTK6ADN7axW9LlZRtk="));
        KeyValuePair<string, string>[] headers = [KeyValuePair.Create("telnyx-timestamp", "1795827378"), KeyValuePair.Create("telnyx-signature-ed25519", "GIkQUtdoGRKQV7vM8WegHqMBwG2P+WvoHwtWTmidMz+B/mffrwVEsW2AnV7Wo1xfsfXWCCH3j1OSloJZG12qBQ==")];
        DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(1795827378);
        Assert.Equal(VerificationStatus.Valid, scheme.Verify(new RawRequest("POST", "/", headers, Encoding.UTF8.GetBytes(body)), ring, now).Status);
        Assert.Equal(VerificationStatus.SignatureMismatch, scheme.Verify(new RawRequest("POST", "/", headers, Encoding.UTF8.GetBytes(body + " ")), ring, now).Status);
        Assert.Equal(VerificationStatus.TimestampTooOld, scheme.Verify(new RawRequest("POST", "/", headers, Encoding.UTF8.GetBytes(body)), ring, now.AddMinutes(6)).Status);
    }

    private static VerificationStatus Verify(SignatureScheme scheme, KeyRing ring, string header, string body) =>
        scheme.Verify(new RawRequest("POST", "/", [KeyValuePair.Create("x-ebay-signature", header)], Encoding.UTF8.GetBytes(body)), ring, DateTimeOffset.UnixEpoch).Status;
}
