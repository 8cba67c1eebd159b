using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace HmacKit.Cli.Tests.Docs;

/// <summary>A scheme of the catalogue with what its file says about it: the shelf that it stands on and the doc comment.</summary>
internal sealed partial record CatalogEntry(SignatureScheme Scheme, string Property, string Shelf, string Title, string Summary, IReadOnlyList<string> Remarks)
{
    private static readonly Lazy<IReadOnlyList<CatalogEntry>> LazyAll = new(Read);

    /// <summary>All of them, by name in ordinal order.</summary>
    public static IReadOnlyList<CatalogEntry> All => LazyAll.Value;

    public static CatalogEntry Of(string name) => All.Single(entry => entry.Scheme.Name == name);

    private static List<CatalogEntry> Read()
    {
        Dictionary<string, XElement> comments = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "HmacKit.xml")).Descendants("member")
            .ToDictionary(member => member.Attribute("name")!.Value);
        Dictionary<string, string> shelves = RepositoryFiles.Find(RepositoryFiles.PathOf("src", "HmacKit", "Catalog"), ".cs")
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file).Split('.')[^1], file => Path.GetFileName(Path.GetDirectoryName(file)!));
        return
        [
            .. from property in typeof(SchemeCatalog).GetProperties(BindingFlags.Public | BindingFlags.Static)
               where property.PropertyType == typeof(SignatureScheme)
               let scheme = (SignatureScheme)property.GetValue(null)!
               orderby scheme.Name
               select Read(scheme, property.Name, shelves[property.Name], comments[$"P:HmacKit.SchemeCatalog.{property.Name}"]),
        ];
    }

    private static CatalogEntry Read(SignatureScheme scheme, string property, string shelf, XElement comment)
    {
        string summary = Markdown(comment.Element("summary")!);
        XElement? remarks = comment.Element("remarks");
        IReadOnlyList<string> facts = remarks is null ? []
            : remarks.Elements("para").Any() ? [.. remarks.Elements("para").Select(Markdown)]
            : [Markdown(remarks)];
        return new CatalogEntry(scheme, property, shelf, TitlePattern().Match(summary).Value.Trim(), summary, facts);
    }

    /// <summary>What stands before the first mark that ends or interrupts it: not the dot of "OAuth 1.0a" or "Cal.com", nor a colon within code.</summary>
    [GeneratedRegex(@"^(?:`[^`]*`|\.(?=\S)|[^:.(,;`])+")]
    private static partial Regex TitlePattern();

    private static string Markdown(XElement element) => Regex.Replace(
        string.Concat(element.Nodes().Select(node => node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement { Name.LocalName: "see" } see when see.Attribute("href") is { } link => $"<{link.Value}>",
            XElement { Name.LocalName: "see" } see => $"`{Regex.Replace((see.Attribute("cref") ?? see.Attribute("langword"))!.Value, @"^\w:HmacKit\.|\(.*$", "")}`",
            XElement other => Markdown(other),
            _ => "",
        })),
        @"\s+",
        " ").Trim();
}
