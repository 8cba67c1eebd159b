using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace HmacKit.Tests.Interop;

/// <summary>The vendors' own npm libraries, both ways: they take what HmacKit signs, and HmacKit takes what they sign.</summary>
public class VendorLibraryTests(ITestOutputHelper output)
{
    private const string Script = "vendors/vendors.cjs";

    [Fact]
    public void What_HmacKit_signs_the_vendor_s_library_takes_or_signs_the_same_and_nothing_changed_or_under_another_secret()
    {
        List<JsonNode> lines = [];
        foreach (VendorCase vendor in VendorCase.Verifiers)
        {
            SignatureScheme scheme = vendor.ToScheme();
            RawRequest request = vendor.ToRequest();
            SignedHeaders signed = new RequestSigner(scheme, vendor.ToRing(scheme)).Sign(
                request, new SigningValues { Time = VendorCase.Now, Id = "msg_2b9kq", Nonce = "n0nce1", Values = vendor.Own });
            string url = new Uri(vendor.Url).GetLeftPart(UriPartial.Authority) + signed.Target;
            KeyValuePair<string, string>[] headers = [.. request.Headers.Where(header => !signed.Any(own => own.Key.Equals(header.Key, StringComparison.OrdinalIgnoreCase))), .. signed];
            lines.Add(vendor.ToLine("verify", vendor.Secret, url, headers, signed.Body ?? request.Body));
            lines.Add(vendor.ToLine("verify", Other(vendor.Secret), url, headers, signed.Body ?? request.Body));
            (string otherUrl, ReadOnlyMemory<byte> otherBody) = vendor.ToTwin(scheme, url, signed.Body ?? request.Body);
            lines.Add(vendor.ToLine("verify", vendor.Secret, otherUrl, headers, otherBody));
        }

        List<JsonNode>? answers = Language.Node.Ask(output, Script, lines);
        for (int i = 0; answers is not null && i < VendorCase.Verifiers.Count; i++)
        {
            Assert.True((bool?)answers[3 * i]["ok"] == true, $"{VendorCase.Verifiers[i].Library} refuses what HmacKit signed: {answers[3 * i]}");
            Assert.False((bool?)answers[(3 * i) + 1]["ok"] == true, $"{VendorCase.Verifiers[i].Library} takes another secret.");
            Assert.False((bool?)answers[(3 * i) + 2]["ok"] == true, $"{VendorCase.Verifiers[i].Library} takes a changed request: {lines[(3 * i) + 2]}");
        }
    }

    [Fact]
    public void What_the_vendor_s_library_signs_HmacKit_takes_and_nothing_that_was_changed()
    {
        List<JsonNode>? answers = Language.Node.Ask(output, Script, VendorCase.Signers.Select(vendor =>
        {
            RawRequest request = vendor.ToRequest();
            return (JsonNode)vendor.ToLine("sign", vendor.Secret, vendor.Url, vendor.Headers.Append(KeyValuePair.Create("Content-Type", vendor.Type)), request.Body);
        }));
        for (int i = 0; answers is not null && i < VendorCase.Signers.Count; i++)
        {
            VendorCase vendor = VendorCase.Signers[i];
            Assert.True(answers[i]["error"] is null, $"{vendor.Library}: {answers[i]["error"]}");
            SignatureScheme scheme = vendor.ToScheme();
            KeyValuePair<string, string>[] headers = [.. answers[i]["headers"]!.AsObject().Select(header => KeyValuePair.Create(header.Key, header.Value!.ToString()))];
            byte[] body = Convert.FromBase64String((string)answers[i]["bodyBase64"]!);
            string url = (string)answers[i]["url"]!;
            VerificationStatus status = Verify(scheme, vendor, vendor.ToRequest(headers, url, body));
            Assert.True(status == VerificationStatus.Valid, $"What {vendor.Library} signed is {status}.");
            if (scheme.Covers.HasFlag(SignedParts.Body))
            {
                Assert.NotEqual(VerificationStatus.Valid, Verify(scheme, vendor, vendor.ToRequest(headers, url, [.. body, (byte)'x'])));
            }
        }
    }

    [Fact]
    public void At_least_25_vendors_go_both_ways()
    {
        // Libraries of a standard, and the one for thumbor, aren't a vendor's own, and two libraries of one vendor, or two schemes of one library, are one vendor.
        string[] vendors = [.. VendorCase.Verifiers.Select(Vendor).Intersect(VendorCase.Signers.Select(Vendor)).Except(["cavage", "hawk", "oauth1", "rfc9421", "standard", "thumbor", "x"])];
        Assert.True(vendors.Length >= 25, $"{vendors.Length}: {string.Join(", ", vendors)}");

        static string Vendor(VendorCase vendor) => vendor.Library.Split('-')[0];
    }

    private static VerificationStatus Verify(SignatureScheme scheme, VendorCase vendor, RawRequest request) =>
        scheme.Verify(request, vendor.ToRing(scheme), VendorCase.Now).Status;

    /// <summary>A secret of the same format that differs in one character in its middle.</summary>
    private static string Other(string secret)
    {
        int at = secret.Length / 2;
        return string.Concat(secret.AsSpan(0, at), secret[at] == '7' ? "8" : "7", secret.AsSpan(at + 1));
    }
}
