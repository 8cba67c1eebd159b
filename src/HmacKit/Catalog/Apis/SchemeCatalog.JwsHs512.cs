namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>A JSON Web Signature with HS512 as a bearer token (RFC 7515): its header and payload.</summary>
    /// <remarks>
    /// Only the token is signed, nothing of the request; and nothing in the payload is looked at, such as <c>exp</c>. For user tokens take
    /// HmacKit.Jwt. The algorithm is this one, whatever the token's header says.
    /// </remarks>
    public static SignatureScheme JwsHs512 => field ??= SignatureScheme.Compile(new()
    {
        Name = "jws-hs512",
        Message = "{header}.{payload}",
        Headers = { ["Authorization"] = HeaderFormat.Text("Bearer {header}.{payload}.{signature:base64url}") },
        Values = { ["header"] = SchemeValue.Carried("eyJhbGciOiJIUzUxMiJ9"), ["payload"] = SchemeValue.Carried() },
        Algorithm = HmacAlgorithm.Sha512,
        SecretFormat = KeyFormat.Base64Url,
        Documentation = new("https://www.rfc-editor.org/rfc/rfc7515"),
    });
}
