using System.Text;

namespace HmacKit.Tests.Catalog;

/// <summary>Whatever stands where a signature is carried: a status, never an exception.</summary>
public class HostileCarrierTests
{
    public static TheoryData<string> Schemes => new(CatalogVector.All.Select(vector => vector.SchemeName).Distinct().Where(name => SchemeCatalog.Find(name) is not null));

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Deep_JSON_huge_forms_and_percent_rubbish_are_refused(string name)
    {
        CatalogVector vector = CatalogVector.All.First(vector => vector.SchemeName == name);
        SignatureScheme scheme = vector.Bind(SchemeCatalog.Find(name)!);
        KeyRing ring = vector.Ring(scheme);
        string[] bodies =
        [
            new string('[', 10_000), string.Concat(Enumerable.Repeat("{\"signature\":", 10_000)), "{\"signature\":{\"token\":1},\"signature\":{}}",
            string.Join('&', Enumerable.Range(0, 100_000).Select(i => $"a{i}=1")), "a=%&b=%zz&%=%1", "{\"signature\":[]}", "{", "\"\\ud800\"", "",
        ];
        foreach (string body in bodies)
        {
            foreach (string target in (string[])[vector.Request.Target, vector.Request.Target + "&%=%zz&a=%", "/", "//", "?", "/" + new string('a', 9000)])
            {
                var request = new RawRequest(vector.Request.Method, target, vector.Request.Headers, Encoding.UTF8.GetBytes(body), vector.Request.Origin);
                // A path that the scheme normalizes has several spellings.
                bool isSame = (target == vector.Request.Target || (target == "//" && name == "aws-sigv4")) && request.Body.Span.IndexOf(vector.Request.Body.Span) == 0 && request.Body.Length == vector.Request.Body.Length;
                VerificationStatus status = scheme.Verify(request, ring, vector.Now).Status;
                Assert.NotEqual(VerificationStatus.NotVerified, status);
                Assert.True(isSame || status != VerificationStatus.Valid || !scheme.Covers.HasFlag(SignedParts.Body), $"{name}: {target} with {body.Length} characters is valid");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Requests_with_random_bytes_changed_throw_nothing(string name)
    {
        CatalogVector vector = CatalogVector.All.First(vector => vector.SchemeName == name);
        SignatureScheme scheme = vector.Bind(SchemeCatalog.Find(name)!);
        KeyRing ring = vector.Ring(scheme);
        var random = new Random(20251217);
        for (int i = 0; i < 500; i++)
        {
            byte[] body = vector.Request.Body.ToArray();
            char[] target = vector.Request.Target.ToCharArray();
            if (body.Length > 0)
            {
                body[random.Next(body.Length)] = (byte)random.Next(256);
            }

            target[random.Next(target.Length)] = (char)random.Next(' ', '~');
            KeyValuePair<string, string>[] headers = [.. vector.Request.Headers.Select(header => KeyValuePair.Create(header.Key, Changed(header.Value, random)))];
            scheme.Verify(new RawRequest(vector.Request.Method, new string(target), headers, body, vector.Request.Origin), ring, vector.Now);
        }
    }

    private static string Changed(string value, Random random)
    {
        if (value.Length == 0 || random.Next(2) == 0)
        {
            return value;
        }

        char[] chars = value.ToCharArray();
        chars[random.Next(chars.Length)] = (char)random.Next(1, 300);
        return new string(chars);
    }
}
