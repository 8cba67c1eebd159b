using System.Text.Json.Nodes;

namespace HmacKit.Cli.Tests.Batch;

/// <summary>What vendors signed, as lines of a batch: the catalogue from outside, with nothing but what the command line takes.</summary>
public class CatalogBatchTests
{
    private static readonly (string Scheme, JsonObject Vector)[] Vectors =
    [
        .. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Vectors", "catalog"), "*.jsonl").Order(StringComparer.Ordinal)
            .SelectMany(file => File.ReadLines(file).Where(line => line.Length > 0).Select(line => (Path.GetFileNameWithoutExtension(file), RequestVectors.Parse(line))))
            .Where(vector => SchemeCatalog.Find(vector.Item1) is not null),
    ];

    [Fact]
    public void Every_request_that_a_vendor_signed_is_valid_without_a_key_id()
    {
        Assert.True(Vectors.Length >= 130);
        AssertAll("valid", [.. Vectors.Select((vector, i) => ToLine(vector.Scheme, vector.Vector, i))]);
    }

    [Fact]
    public void The_lines_of_a_file_of_vectors_are_taken_as_they_are()
    {
        AssertAll("valid", [.. Vectors.Select((vector, i) =>
        {
            JsonObject line = vector.Vector.DeepClone().AsObject();
            line["scheme"] = vector.Scheme;
            line["id"] = i;
            return line;
        })]);
    }

    [Fact]
    public void Under_another_secret_none_is_valid()
    {
        JsonObject[] lines = [.. Vectors.Select((vector, i) => ToLine(vector.Scheme, vector.Vector, i))];
        foreach (JsonObject line in lines)
        {
            // A secret of any format: hex, base64 and text, with the prefix that it had.
            string secret = line.Text("secret");
            int at = secret.TrimEnd('=').Length - 3;
            line["secret"] = secret[..at] + (secret[at] is '1' ? '2' : '1') + secret[(at + 1)..];
        }

        CommandRun run = CommandRun.With(string.Join('\n', lines.Select(line => line.ToJsonString())), "verify", "--batch", "-").AssertDone();
        Assert.All(run.Lines, answer => Assert.DoesNotContain("\"valid\"", answer, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_signed_by_batch_is_valid_by_batch()
    {
        JsonObject[] lines = [.. Vectors.Select((vector, i) => ToSignLine(vector.Scheme, vector.Vector, i))];
        CommandRun run = CommandRun.With(string.Join('\n', lines.Select(line => line.ToJsonString())), "sign", "--batch", "-").AssertDone();
        JsonObject[] answers = [.. run.Lines.Select(RequestVectors.Parse)];
        Assert.Empty(answers.Where(answer => answer["error"] is not null).Select(answer => $"{Vectors[answer["id"]!.GetValue<int>()].Scheme}: {answer.Text("error")}"));
        foreach ((JsonObject line, JsonObject answer) in lines.Zip(answers))
        {
            line["url"] = answer.Text("url");
            line["headers"] = answer["headers"]!.DeepClone();
            line["bodyBase64"] = answer.Text("bodyBase64");
        }

        AssertAll("valid", lines);
    }

    private static void AssertAll(string status, JsonObject[] lines)
    {
        CommandRun run = CommandRun.With(string.Join('\n', lines.Select(line => line.ToJsonString())), "verify", "--batch", "-").AssertDone();
        Assert.Equal(lines.Length, run.Lines.Length);
        string[] wrong =
        [
            .. run.Lines.Zip(lines).Where(pair => !pair.First.Contains($"\"status\":\"{status}\"", StringComparison.Ordinal))
                .Select(pair => $"{pair.Second.Text("scheme")} {pair.Second["source"]}: {pair.First}"),
        ];
        Assert.Empty(wrong);
    }

    private static JsonObject ToLine(string scheme, JsonObject vector, int id)
    {
        JsonObject request = vector["request"]!.AsObject();
        var line = new JsonObject { ["id"] = id, ["scheme"] = scheme, ["secret"] = vector.Text("secret") };
        foreach (string name in (string[])["method", "url", "headers", "bodyBase64"])
        {
            line[name] = request[name]?.DeepClone();
        }

        line["now"] = vector["timestamp"] is { } time ? time.GetValue<long>() * 1000 : 1_767_225_600_000;
        line["params"] = vector["params"]?.DeepClone();
        return line;
    }

    private static JsonObject ToSignLine(string scheme, JsonObject vector, int id)
    {
        JsonObject line = ToLine(scheme, vector, id);
        SignatureScheme known = SchemeCatalog.Find(scheme)!;
        line["keyId"] = !known.HasKeyId ? null : scheme.EndsWith("-tokens", StringComparison.Ordinal) ? "the&key" : "the-key";
        JsonObject values = line["params"]?.AsObject() ?? [];
        foreach ((string name, SchemeValue value) in known.Values)
        {
            // The signer makes a payload's hash and Pusher's digest by itself, and all values of OAuth may be left out.
            if (!value.IsConfigured && value.Default is null && !values.ContainsKey(name) && name is not ("hash" or "body_md5") && !name.StartsWith("oauth_", StringComparison.Ordinal))
            {
                values[name] = name == "acl" ? "/*" : "value";
            }
        }

        values.Remove("presented");
        line["params"] = values.DeepClone();
        return line;
    }
}
