using System.Reflection;
using System.Text.Json;

namespace HmacKit.Cli.Tests.Schemes;

/// <summary>A scheme file can say all that the two sets of a definition can, and what it says is what comes of it.</summary>
public class SchemeFileSetTests
{
    public static TheoryData<string> ParameterMembers => [.. typeof(ParameterSet).GetProperties().Select(static property => property.Name)];

    public static TheoryData<string> HeaderMembers => [.. typeof(HeaderSet).GetProperties().Select(static property => property.Name)];

    [Theory]
    [MemberData(nameof(ParameterMembers))]
    public void A_member_of_a_parameter_set_is_read_from_a_file(string member) =>
        AssertRead(new ParameterSet(), member, static value => value.Parameters());

    [Theory]
    [MemberData(nameof(HeaderMembers))]
    public void A_member_of_a_header_set_is_read_from_a_file(string member) =>
        AssertRead(new HeaderSet(), member, static value => value.HeaderSet());

    private static void AssertRead<T>(T standard, string member, Func<SchemeFileValue, T> read)
    {
        PropertyInfo property = typeof(T).GetProperty(member)!;
        object other = Other(property.PropertyType, property.GetValue(standard));
        object json = other is Enum ? JsonNamingPolicy.CamelCase.ConvertName(other.ToString()!) : other;
        var file = new Dictionary<string, object> { [JsonNamingPolicy.CamelCase.ConvertName(member)] = json };
        T set = read(new SchemeFileValue("the file", JsonSerializer.SerializeToElement(file)));
        Assert.Equal(JsonSerializer.Serialize(other), JsonSerializer.Serialize(property.GetValue(set)));
        Assert.All(
            typeof(T).GetProperties().Where(rest => rest.Name != member),
            rest => Assert.Equal(JsonSerializer.Serialize(rest.GetValue(standard)), JsonSerializer.Serialize(rest.GetValue(set))));
    }

    /// <summary>A value that isn't the standard one.</summary>
    private static object Other(Type type, object? standard) =>
        type == typeof(bool) ? !(bool)standard!
        : type == typeof(string) ? "@"
        : type == typeof(char) ? '@'
        : type.IsEnum ? Enum.GetValues(type).Cast<object>().First(value => !value.Equals(standard))
        : type == typeof(IReadOnlyList<string>) ? new[] { "one", "two" }
        : type == typeof(IDictionary<string, string>) ? new Dictionary<string, string> { ["(one)"] = "two" }
        : throw new NotSupportedException($"Say here what a {type} can be other than the standard.");
}
