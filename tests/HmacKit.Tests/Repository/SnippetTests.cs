namespace HmacKit.Tests.Repository;

/// <summary>
/// What README and docs show compiles. A block marked <c>csharp</c> is a program of its own, or the members of a class;
/// what it takes for granted is in <c>SnippetContexts/Default.cs</c>, or in the file that <c>csharp context=NAME</c> names.
/// </summary>
public class SnippetTests
{
    public static TheoryData<string> Blocks => new(Snippets.All.Select(snippet => snippet.ToString()));

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Code_in_the_docs_compiles(string block)
    {
        Snippets.Snippet snippet = Snippets.All.Single(item => item.ToString() == block);
        IReadOnlyList<string> errors = Snippets.Errors(snippet);
        Assert.True(errors.Count == 0, $"{snippet.File} (code about a package is compiled against its built assembly: build the solution first)\n{string.Join('\n', errors)}\n{snippet.Code}");
    }

    [Fact]
    public void The_README_shows_code() => Assert.Contains(Snippets.All, snippet => snippet.File == "README.md");

    [Theory]
    [InlineData("var key = HmacKey.FromText(\"0123456789abcdef\");", true)]
    [InlineData("var key = HmacKey.FromText(42);", false)]
    [InlineData("using System.Text;\nvar text = new StringBuilder();", true)]
    [InlineData("return await Task.FromResult(1);", true)]
    [InlineData("class Mine : MessagePart { }", false)]
    [InlineData("class Mine { }", true)]
    [InlineData("public static SignatureScheme Mine => field ??= SchemeCatalog.Stripe;", true)]
    [InlineData("var x = TimestampText.MaxLength;", false)]
    public void A_block_is_compiled_as_a_user_would(string code, bool isRight) =>
        Assert.Equal(isRight, Snippets.Errors(new Snippets.Snippet("test", 1, "Default", code)).Count == 0);
}
