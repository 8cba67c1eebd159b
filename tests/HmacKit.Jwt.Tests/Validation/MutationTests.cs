using System.Text;
using System.Text.Json;
using HmacKit.Jwt.Tests.Fixtures;

namespace HmacKit.Jwt.Tests.Validation;

/// <summary>Many tokens with something broken in them, the same ones in every run: none throws, and none is valid that shouldn't be.</summary>
public class MutationTests
{
    private const int Tokens = 60_000;

    private static readonly string[] Pieces =
    [
        "\"", "\\", "\\u0000", "\\ud800", "{", "}", "[", "]", ":", ",", ".", "=", " ", "\n", "\0", "é", "\ud83d", "1e999", "-1", "99999999999999999999",
        "null", "true", "\"alg\":\"none\"", "\"exp\":1", "\"sub\":\"admin\"", "\"kid\":\"2026-01\"", "\"crit\":[\"exp\"]", "\"jwk\":{}", "//", "/*",
    ];

    // Near to both ends, so that one changed digit can pass either.
    private static readonly string EndsSoon = House.Payload(
        ("iat", House.At(-80_000)), ("nbf", House.At(-80_000)), ("exp", House.At(100)), ("scope", "\"a b\""));

    private readonly House _house = new();

    [Fact]
    public async Task Tokens_that_are_broken_after_signing_are_refused()
    {
        var random = new Random(20_251_217);
        string[] genuine =
        [
            Forge.Token(House.Payload()),
            Forge.Token(House.Payload(("x", """{"deep":[1,2,{"deeper":null}]}"""))),
            Forge.Token(House.Payload(), """{"alg":"HS256","typ":"JWT","kid":"2026-01"}""", Forge.OldSecret),
        ];
        var statuses = new HashSet<UserTokenStatus>();
        for (int i = 0; i < Tokens / 2; i++)
        {
            string token = genuine[random.Next(genuine.Length)];
            string broken = Break(token, random);
            if (!genuine.Contains(broken))
            {
                UserTokenStatus status = await _house.StatusOf(broken);
                Assert.True(status != UserTokenStatus.Valid, broken);
                statuses.Add(status);
            }
        }

        Assert.Superset(new HashSet<UserTokenStatus> { UserTokenStatus.Malformed, UserTokenStatus.SignatureMismatch }, statuses);
    }

    [Fact]
    public async Task Tokens_that_are_broken_before_signing_are_refused_or_mean_what_they_say()
    {
        var random = new Random(42);
        var statuses = new Dictionary<UserTokenStatus, int>();
        for (int i = 0; i < Tokens / 2; i++)
        {
            bool inHeader = random.Next(3) == 0;
            string header = inHeader ? Break(Forge.Header, random) : Forge.Header;
            string payload = inHeader ? House.Payload() : Break(EndsSoon, random);
            string token = random.Next(8) == 0
                ? Forge.Sign(Break(Forge.Encode(header) + "." + Forge.Encode(payload), random))
                : Forge.Token(payload, header);

            UserTokenResult result = await _house.Validator.ValidateAsync(token);

            statuses[result.Status] = statuses.GetValueOrDefault(result.Status) + 1;
            if (result.IsValid)
            {
                MeansWhatItSays(result, token);
            }
        }

        // So that it can't happen unnoticed that all tokens break at the first check.
        UserTokenStatus[] reached =
        [
            UserTokenStatus.Valid, UserTokenStatus.Malformed, UserTokenStatus.AlgorithmNotAllowed, UserTokenStatus.HeaderNotAllowed,
            UserTokenStatus.UnknownKey, UserTokenStatus.MissingClaim, UserTokenStatus.WrongIssuer, UserTokenStatus.WrongAudience,
            UserTokenStatus.Expired, UserTokenStatus.NotYetValid, UserTokenStatus.LifetimeTooLong,
        ];
        Assert.Empty(reached.Except(statuses.Keys));
    }

    private static void MeansWhatItSays(UserTokenResult result, string token)
    {
        using JsonDocument payload = JsonDocument.Parse(Forge.Decode(token.Split('.')[1]));
        JsonElement claims = payload.RootElement;
        Assert.Equal(claims.GetProperty("sub").GetString(), result.UserId);
        Assert.Equal(claims.GetProperty("jti").GetString(), result.TokenId);
        Assert.Equal(House.Issuer, claims.GetProperty("iss").GetString());
        Assert.Equal(House.Audience, claims.GetProperty("aud").ToString());
        Assert.InRange(claims.GetProperty("exp").GetInt64(), House.Start.ToUnixTimeSeconds() - 29, House.Start.ToUnixTimeSeconds() + 86_430);
        Assert.Equal("2026-02", result.Key!.Key.Label);
    }

    private static string Break(string text, Random random)
    {
        var broken = new StringBuilder(text);
        for (int times = random.Next(1, 4); times > 0; times--)
        {
            int at = random.Next(broken.Length + 1);
            int length = Math.Min(random.Next(1, 12), broken.Length - at);
            switch (random.Next(7))
            {
                case 0 when length > 0:
                    broken[at] = (char)random.Next(random.Next(2) == 0 ? 0x80 : 0x10000);
                    break;
                case 1 when length > 0:
                    broken[at] ^= (char)(1 << random.Next(7));
                    break;
                case 2:
                    broken.Remove(at, length);
                    break;
                case 3:
                    broken.Insert(at, broken.ToString(at, length));
                    break;
                case 4:
                    broken.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 5 when length > 0 && char.IsAsciiDigit(broken[at]):
                    broken[at] = (char)('0' + random.Next(10));
                    break;
                default:
                    Swap(broken, random);
                    break;
            }
        }

        return broken.ToString();
    }

    private static void Swap(StringBuilder text, Random random)
    {
        if (text.Length > 1)
        {
            int left = random.Next(text.Length);
            int right = random.Next(text.Length);
            (text[left], text[right]) = (text[right], text[left]);
        }
    }
}
