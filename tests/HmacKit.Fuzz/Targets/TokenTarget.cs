using System.Security.Cryptography;
using System.Text;
using HmacKit.Jwt;

namespace HmacKit.Fuzz;

/// <summary>User tokens: the input is a header, a line feed and a payload, signed with the right key so that the readers behind the signature are reached; or a token as it is.</summary>
internal static class TokenTarget
{
    private static readonly byte[] Secret = SHA256.HashData("the key of the tokens"u8);

    private static readonly UserTokenValidator Validator = new(
        new KeyRing("users", HmacKey.Import(HmacAlgorithm.Sha256, KeyFormat.Hex, Convert.ToHexString(Secret), "k1")),
        "https://api.example.com",
        "https://app.example.com",
        new UserTokenValidatorOptions { TimeProvider = new ManualTimeProvider(FuzzScheme.Now) });

    private static readonly string[] Texts =
    [
        "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"k1\"}\n{\"iss\":\"https://api.example.com\",\"aud\":\"https://app.example.com\",\"sub\":\"u\",\"jti\":\"0e9b6a52-5d7f-4b6a-9a52-3f0a4ce1f3aa\",\"iat\":1765972800,\"exp\":1765976400}",
        "{\"kid\":\"k1\",\"alg\":\"HS256\"}\n{\"iss\":\"https://api.example.com\",\"aud\":[\"x\",\"https://app.example.com\"],\"sub\":\"7\",\"jti\":\"abc-123\",\"iat\":1765972800,\"nbf\":1765972800,\"exp\":1765976400,\"roles\":[\"a\",\"b\"],\"n\":1.5,\"o\":{\"p\":null},\"t\":true}",
        "eyJhbGciOiJIUzI1NiJ9.e30.AAAA",
    ];

    public static FuzzTarget Create() => new("jwt", Texts.Select(Encoding.UTF8.GetBytes), Run);

    private static void Run(byte[] input)
    {
        int line = input.AsSpan().IndexOf((byte)'\n');
        if (line < 0)
        {
            UserTokenResult raw = Validate(Encoding.Latin1.GetString(input));
            FuzzTarget.Must(!raw.IsValid, "nobody signs without the key");
            return;
        }

        string parts = $"{Encode(input[..line])}.{Encode(input[(line + 1)..])}";
        string token = $"{parts}.{Encode(HMACSHA256.HashData(Secret, Encoding.ASCII.GetBytes(parts)))}";
        UserTokenResult result = Validate(token);
        if (result.IsValid)
        {
            FuzzTarget.Must(result.TokenId is { Length: > 0 } && result.ExpiresAt > FuzzScheme.Now - TimeSpan.FromSeconds(30), "a valid token has an id and hasn't ended");
            FuzzTarget.Must(!Validate(token[..^1] + (token[^1] == 'A' ? 'E' : 'A')).IsValid, "another signature is refused");
        }
    }

    private static UserTokenResult Validate(string token)
    {
        UserTokenResult result = Validator.ValidateAsync(token).AsTask().GetAwaiter().GetResult();
        FuzzTarget.Must(result.Status is not (UserTokenStatus.NotValidated or UserTokenStatus.StoreUnavailable), "every token gets a status");
        return result;
    }

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
