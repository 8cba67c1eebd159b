using System.Text.Json;
using FsCheck.Fluent;

namespace HmacKit.Tests.Messages;

/// <summary>The query as JSON is byte for byte what Python's <c>json.dumps</c> gives.</summary>
public class SortedQueryTests
{
    private static readonly SignatureScheme Scheme = MessageOf.Scheme("{query:sorted-json}");

    /// <summary>Written by <c>tests/interop/sorted_query.py</c>.</summary>
    [Fact]
    public void The_JSON_is_that_of_Python()
    {
        string[] lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Vectors", "python", "sorted-query.jsonl"));
        Assert.True(lines.Length >= 200);
        Assert.All(lines, line =>
        {
            using JsonDocument vector = JsonDocument.Parse(line);
            string query = vector.RootElement.GetProperty("query").GetString()!;
            string? expected = vector.RootElement.GetProperty("json").GetString();
            Assert.Equal(expected, MessageOf.Text(Scheme, MessageOf.Get("/path?" + query)));
            if (expected is not null)
            {
                Assert.Equal(expected, NaiveMessage.SortedJson(query));
            }
        });
    }

    [Fact]
    public void Arbitrary_queries_give_the_JSON_of_the_naive_form() =>
        Seeded.Holds(Any.Query, query => Assert.Equal(NaiveMessage.SortedJson(query), MessageOf.Text(Scheme, MessageOf.Get("/?" + query))), tests: 300);

    [Theory]
    [InlineData("/path")]
    [InlineData("/path?")]
    [InlineData("")]
    [InlineData("?")]
    public void Without_a_query_nothing_at_all_is_written(string target) => Assert.Equal("", MessageOf.Text(Scheme, MessageOf.Get(target)));

    [Theory]
    [InlineData("a=1&a=2")]
    [InlineData("a=1&b=2&a=1")]
    [InlineData("a=1&%61=1")]
    [InlineData("a+b=1&a%20b=1")]
    [InlineData("a&a")]
    [InlineData("=1&=2")]
    [InlineData("%C3%A9=1&\u00e9=1")]
    public void A_repeated_name_is_refused(string query) => Assert.Null(MessageOf.Text(Scheme, MessageOf.Get("/?" + query)));

    [Theory]
    [InlineData("a=%FF")]
    [InlineData("%FF=a")]
    [InlineData("a=%ED%A0%80")]
    [InlineData("a=%C0%AF")]
    [InlineData("a=%F0%9F%94")]
    public void Text_that_is_not_UTF_8_is_refused(string query) => Assert.Null(MessageOf.Text(Scheme, MessageOf.Get("/?" + query)));

    [Fact]
    public void A_lone_surrogate_is_refused()
    {
        Assert.Null(MessageOf.Text(Scheme, MessageOf.Get("/?a=\uD800")));
        Assert.Null(MessageOf.Text(Scheme, MessageOf.Get("/?\uDC00=a")));
    }

    [Fact]
    public void Up_to_1024_parameters_are_sorted_and_more_are_refused()
    {
        // Backwards, and with names that differ only at their ends, so that there is something to sort.
        string Query(int count) => string.Join('&', Enumerable.Range(0, count).Reverse().Select(i => $"name{i:d4}={i}"));
        Assert.Equal(NaiveMessage.SortedJson(Query(1024)), MessageOf.Text(Scheme, MessageOf.Get("/?" + Query(1024))));
        Assert.Null(MessageOf.Text(Scheme, MessageOf.Get("/?" + Query(1025))));
        Assert.Null(MessageOf.Text(Scheme, MessageOf.Get("/?a=1" + new string('&', 1024))));
    }

    [Fact]
    public void Any_number_of_parameters_comes_out_sorted_whatever_their_order()
    {
        var queries =
            from count in Gen.Choose(0, 60)
            from numbers in Gen.Choose(0, 500).ArrayOf(count)
            select string.Join('&', numbers.Distinct().Select(number => $"{number}={number}"));
        Seeded.Holds(queries, query => Assert.Equal(NaiveMessage.SortedJson(query), MessageOf.Text(Scheme, MessageOf.Get("/?" + query))));
    }
}
