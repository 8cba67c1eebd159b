using System.Text.Json.Nodes;
using FsCheck.Fluent;
using Xunit.Abstractions;

namespace HmacKit.Tests.Interop;

/// <summary>Python's and Node's own HMAC on random input, both ways: they sign and we verify, we sign and they verify.</summary>
public class InteropTests(ITestOutputHelper output)
{
    private const int PerScheme = 40;

    private static readonly string[] Schemes = ["onering", "osaycore", "body", "theone", "oort", "standard-webhooks", "stripe"];

    [Fact]
    public void Python_signs_and_HmacKit_verifies() => TheySign(Language.Python, "sign_verify.py");

    [Fact]
    public void Node_signs_and_HmacKit_verifies() => TheySign(Language.Node, "sign_verify.mjs");

    [Fact]
    public void HmacKit_signs_and_Python_verifies() => TheyVerify(Language.Python, "sign_verify.py");

    [Fact]
    public void HmacKit_signs_and_Node_verifies() => TheyVerify(Language.Node, "sign_verify.mjs");

    [Fact]
    public void Python_sorts_and_escapes_random_queries_as_HmacKit_does()
    {
        List<string> queries = [.. Any.Query.Sample(300, new FsCheck.Rnd(20_251_217, 1_234_567), 40)];
        List<JsonNode>? answers = Language.Python.Ask(
            output, "sorted_query.py", queries.Select((query, id) => new JsonObject { ["id"] = id, ["query"] = query }), "--answer");
        SignatureScheme scheme = Messages.MessageOf.Scheme("{query:sorted-json}");
        Assert.All(answers ?? [], answer => Assert.Equal(
            (string?)answer["json"],
            Messages.MessageOf.Text(scheme, Messages.MessageOf.Get("/?" + queries[(int)answer["id"]!]))));
        Assert.True(answers is null || answers.Count == queries.Count);
    }

    private void TheySign(Language language, string script)
    {
        List<InteropRequest> requests = Requests();
        List<JsonNode>? answers = language.Ask(output, script, requests.Select((request, id) => request.ToJson(id, "sign")));
        foreach (JsonNode answer in answers ?? [])
        {
            InteropRequest request = requests[(int)answer["id"]!];
            RawRequest signed = request.Request.WithHeaders(answer["headers"]!.AsObject()
                .Select(header => new KeyValuePair<string, string>(header.Key, (string)header.Value!)));
            Assert.Equal(VerificationStatus.Valid, request.Verify(signed));
            Assert.NotEqual(VerificationStatus.Valid, request.Verify(signed.WithBody([.. signed.Body.Span, 0])));
            Assert.Equal(
                signed.Headers.OrderBy(header => header.Key, StringComparer.Ordinal),
                request.Sign().Headers.OrderBy(header => header.Key, StringComparer.Ordinal));
        }

        Assert.True(answers is null || answers.Count == requests.Count);
    }

    private void TheyVerify(Language language, string script)
    {
        // Every request as it was signed, and with one thing changed: both sides must come to the same verdict.
        List<(InteropRequest Request, RawRequest Signed, DateTimeOffset Now)> requests = [];
        foreach (InteropRequest request in Requests())
        {
            RawRequest signed = request.Sign();
            requests.Add((request, signed, InteropRequest.Now));
            requests.Add((request, signed.WithBody([.. signed.Body.Span, (byte)'x']), InteropRequest.Now));
            requests.Add((request, signed, InteropRequest.Now.AddSeconds(301)));
            requests.Add((request, signed, InteropRequest.Now.AddSeconds(-301)));
            requests.Add((request, signed.WithTarget(signed.Target + (signed.Target.Contains('?', StringComparison.Ordinal) ? "&zz=1" : "?zz=1")), InteropRequest.Now));
            requests.Add((request, signed.WithMethod("DELETE"), InteropRequest.Now));
            requests.Add((request, signed.WithHeader(signed.Headers[^1].Key, value => value[..^1]), InteropRequest.Now));
            requests.Add((request, signed.WithHeader(signed.Headers[0].Key, value => "1" + value), InteropRequest.Now));
        }

        List<JsonNode>? answers = language.Ask(output, script, requests.Select((item, id) => item.Request.ToJson(id, "verify", item.Signed, item.Now)));
        int valid = 0;
        foreach (JsonNode answer in answers ?? [])
        {
            (InteropRequest request, RawRequest signed, DateTimeOffset now) = requests[(int)answer["id"]!];
            bool isValid = request.Verify(signed, now) == VerificationStatus.Valid;
            valid += isValid ? 1 : 0;
            Assert.True((bool)answer["valid"]! == isValid, $"{request.Scheme.Name}: {answer["id"]}");
        }

        Assert.True(answers is null || (answers.Count == requests.Count && valid >= requests.Count / 8 && valid < requests.Count));
    }

    private static List<InteropRequest> Requests()
    {
        var random = new FsCheck.Rnd(20_251_217, 1_234_567);
        var requests =
            from secret in Any.TextOf("abcXYZ0123456789_-+/=", 16, 80)
            from key in Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(24)
            from method in Any.Method
            from target in Any.Target
            from body in Any.Bytes(2000)
            from nonce in Any.Token
            from id in Any.Token
            select (Secret: secret, Key: key, Method: method, Target: target, Body: body, Nonce: nonce, Id: id);
        return [.. requests.Sample(PerScheme * Schemes.Length, random, 30).Select((item, i) => new InteropRequest(
            SchemeCatalog.Find(Schemes[i % Schemes.Length])!,
            item.Secret,
            item.Key,
            new RawRequest(item.Method, item.Target, [], item.Body),
            item.Nonce,
            item.Id))];
    }
}
