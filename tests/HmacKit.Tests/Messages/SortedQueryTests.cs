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

    /// <summary>What <c>json.dumps</c> makes of 5, -1.5e-07, True, False, None, a list, an object, a string; and <c>str</c>, which is what ends up in a URL.</summary>
    [Theory]
    [InlineData("v=5", """{"v":5}""")]
    [InlineData("v=-1.5e-07", """{"v":-1.5e-07}""")]
    [InlineData("v=True", """{"v":true}""")]
    [InlineData("v=true", """{"v":true}""")]
    [InlineData("v=False", """{"v":false}""")]
    [InlineData("v=None", """{"v":null}""")]
    [InlineData("v=null", """{"v":null}""")]
    [InlineData("v=%5B1%2C%22a+b%22%2C%5B%5D%5D", """{"v":[1,"a b",[]]}""")]
    [InlineData("v=%7B%22b%22%3A1%2C%22a%22%3A%22%5Cu00e9%22%7D", """{"v":{"b":1,"a":"\u00e9"}}""")]
    [InlineData("v=%22text%22", """{"v":"text"}""")]
    [InlineData("z=5&v=5&a=5", """{"a":"5","v":5,"z":"5"}""")]
    [InlineData("%76=5", """{"v":5}""")]
    public void A_parameter_that_is_said_to_be_JSON_is_written_as_such(string query, string expected) =>
        Assert.Equal(expected, MessageOf.Text(WithJson("v"), MessageOf.Get("/?" + query)));

    [Theory]
    [InlineData("v=")]
    [InlineData("v")]
    [InlineData("v=text")]
    [InlineData("v=05")]
    [InlineData("v=5+")]
    [InlineData("v=5%0A")]
    [InlineData("v=TRUE")]
    [InlineData("v=NaN")]
    [InlineData("v=%5B1%2C+2%5D")]
    [InlineData("v=%5B1%2C2")]
    [InlineData("v=5%2C%22w%22%3A6")]
    [InlineData("v=%22")]
    [InlineData("v=%22%5C")]
    [InlineData("v=%22%C3%A9%22")]
    public void What_is_no_JSON_of_Python_s_in_its_place_is_refused(string query) => Assert.Null(MessageOf.Text(WithJson("v"), MessageOf.Get("/?" + query)));

    [Fact]
    public void Parameters_that_are_JSON_need_the_part_that_writes_them() => Assert.Contains("JsonQueryParameters", Assert.Throws<SchemeDefinitionException>(() => MessageOf.Scheme("{timestamp}.{body}", change: static definition => definition.JsonQueryParameters.Add("v"))).Message, StringComparison.Ordinal);

    private static SignatureScheme WithJson(string name) => MessageOf.Scheme("{query:sorted-json}", change: definition => definition.JsonQueryParameters.Add(name));

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
