using System.Text;
using System.Text.Json.Nodes;

namespace HmacKit.Testing.Tests.Vectors;

public class RequestVectorTests
{
    private const string Line =
        """{"id":"a-1","scheme":"body","keyId":"","secret":"s3cret","method":"POST","target":"/x?y","headers":{"X-Signature":["1","2"],"X-Other":"<é>"},"bodyBase64":"AAEC","now":1766000000123,"expect":"malformed_header","source":"by hand"}""";

    public static TheoryData<string> Files => new(Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Vectors"), "*.jsonl").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));

    [Fact]
    public void A_line_is_read_with_all_that_it_has_and_written_to_the_letter()
    {
        RequestVector vector = RequestVector.Parse(Line);
        Assert.Equal(("a-1", "body", "", "s3cret", "POST", "/x?y"), (vector.Id, vector.Scheme, vector.KeyId, vector.Secret, vector.Method, vector.Target));
        Assert.Equal([new("X-Signature", "1"), new("X-Signature", "2"), new("X-Other", "<é>")], vector.Headers);
        Assert.Equal([0, 1, 2], vector.Body.ToArray());
        Assert.Equal(1_766_000_000_123, vector.Now.ToUnixTimeMilliseconds());
        Assert.Equal(("malformed_header", "by hand"), (vector.Expect, vector.Source));
        Assert.Equal(Line, vector.ToJson());
        Assert.True(vector.IsAsExpected(vector.Verify(SchemeCatalog.Body).Status));
        Assert.Equal("a-1", vector.ToString());
    }

    /// <summary>The files that the command line and other languages read, too.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void Every_shared_vector_is_the_same_after_it_was_read_and_written(string file)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Vectors", file);
        IReadOnlyList<RequestVector> vectors = RequestVector.Load(path);
        string[] lines = [.. File.ReadLines(path).Where(line => line.Length > 0)];
        Assert.Equal(lines.Length, vectors.Count);
        for (int i = 0; i < lines.Length; i++)
        {
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(lines[i]), JsonNode.Parse(vectors[i].ToJson())), $"{lines[i]}\n{vectors[i].ToJson()}");
            Assert.True(vectors[i].IsAsExpected(vectors[i].Verify(SchemeCatalog.Find(vectors[i].Scheme)!).Status), vectors[i].Id);
        }
    }

    [Fact]
    public void A_file_that_is_saved_is_loaded_again()
    {
        string path = Path.GetTempFileName();
        try
        {
            RawRequest request = SchemeCatalog.TheOne.SignForTest(new RawRequest("GET", "/ü", []), "0123456789abcdef", "key-1", new() { Time = ManualTimeProvider.DefaultStart });
            RequestVector[] vectors =
            [
                RequestVector.Of("good", SchemeCatalog.TheOne, request, "0123456789abcdef", ManualTimeProvider.DefaultStart, VerificationStatus.Valid, "key-1"),
                RequestVector.Of("late", SchemeCatalog.TheOne, request, "0123456789abcdef", ManualTimeProvider.DefaultStart.AddHours(1), VerificationStatus.TimestampTooOld, "key-1", "by hand"),
            ];
            RequestVector.Save(path, vectors);
            Assert.NotEqual((byte)0xEF, File.ReadAllBytes(path)[0]);
            File.AppendAllText(path, "\n  \n");
            IReadOnlyList<RequestVector> loaded = RequestVector.Load(path);
            Assert.Equal(vectors.Select(vector => vector.ToJson()), loaded.Select(vector => vector.ToJson()));
            Assert.All(loaded, vector => Assert.True(vector.IsAsExpected(vector.Verify(SchemeCatalog.TheOne).Status)));
            Assert.False(loaded[0].IsAsExpected(VerificationStatus.Replayed));

            File.AppendAllText(path, "{\n");
            Exception fault = Assert.Throws<FormatException>(() => RequestVector.Load(path));
            Assert.Contains(", line 5: ", fault.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("", "not a JSON object")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{", "not a JSON object")]
    [InlineData("""{"scheme":"a","scheme":"b"}""", "each member once")]
    [InlineData("""{"\ud800":"a"}""", "half of a surrogate pair")]
    [InlineData("""{"scheme":"\ud800"}""", "half of a surrogate pair")]
    [InlineData("""{"secret":"s","method":"m","target":"/","now":1}""", "'scheme' is missing")]
    [InlineData("""{"scheme":"body","method":"m","target":"/","now":1}""", "'secret' is missing")]
    [InlineData("""{"scheme":"body","secret":null,"method":"m","target":"/","now":1}""", "'secret' is missing")]
    [InlineData("""{"scheme":"body","secret":"s","method":1,"target":"/","now":1}""", "'method' is a string")]
    [InlineData("""{"scheme":"body","secret":"s","method":"m","target":"/"}""", "'now' is missing")]
    [InlineData("""{"scheme":"body","secret":"s","method":"m","target":"/","now":1.5}""", "Unix milliseconds")]
    [InlineData("""{"scheme":"body","secret":"s","method":"m","target":"/","now":-1}""", "Unix milliseconds")]
    [InlineData("""{"scheme":"body","secret":"s","method":"m","target":"/","now":99999999999999999}""", "Unix milliseconds")]
    [InlineData("""{"scheme":"body","secret":"s","method":"m","target":"/","now":1,"bodyBase64":"*"}""", "isn't base64")]
    [InlineData("""{"scheme":"body","secret":"s","method":"m","target":"/","now":1,"headers":[]}""", "'headers' is an object")]
    [InlineData("""{"scheme":"body","secret":"s","method":"m","target":"/","now":1,"headers":{"a":1}}""", "header 'a'")]
    [InlineData("""{"scheme":"body","secret":"s","method":"m","target":"/","now":1,"headers":{"a":[null]}}""", "header 'a'")]
    public void A_faulty_line_says_what_is_wrong(string line, string why) =>
        Assert.Contains(why, Assert.Throws<FormatException>(() => RequestVector.Parse(line)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_id_may_be_a_number() => Assert.Equal("7", RequestVector.Parse(Line.Replace("\"a-1\"", "7", StringComparison.Ordinal)).Id);

    [Fact]
    public void Another_scheme_and_an_unknown_expectation_are_mistakes_of_the_program()
    {
        RequestVector vector = RequestVector.Parse(Line.Replace("malformed_header", "Malformed", StringComparison.Ordinal));
        Assert.Throws<ArgumentException>("scheme", () => vector.Verify(SchemeCatalog.GitHub));
        Assert.Contains("'Malformed'", Assert.Throws<InvalidOperationException>(() => vector.IsAsExpected(VerificationStatus.MalformedHeader)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Headers_whose_names_differ_in_case_are_written_as_one_repeated_header()
    {
        var request = new RawRequest("POST", "/", [new("X-A", "1"), new("x-a", "2")], Encoding.UTF8.GetBytes("x"));
        RequestVector read = RequestVector.Parse(RequestVector.Of("1", SchemeCatalog.Body, request, "secret", ManualTimeProvider.DefaultStart, VerificationStatus.MissingHeader).ToJson());
        Assert.True(read.ToRequest().GetHeader("X-A").IsRepeated);
    }
}
