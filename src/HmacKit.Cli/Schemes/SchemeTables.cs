using Spectre.Console;

namespace HmacKit.Cli;

/// <summary>Many schemes on a terminal: a table for each of their groups.</summary>
internal static class SchemeTables
{
    public static void Write(Screen screen, IReadOnlyList<SignatureScheme> schemes)
    {
        foreach ((string title, SignatureScheme[] group) in SchemeGroups.Of(schemes))
        {
            Table table = new Table { Border = TableBorder.Rounded, Expand = true, BorderStyle = Screen.Quiet }
                .AddColumn(new TableColumn("name").NoWrap()).AddColumn("signature").AddColumn("window").AddColumn("replay");
            table.Title = new TableTitle(Markup.Escape($"{title} ({group.Length})"));
            foreach (SignatureScheme scheme in group)
            {
                table.AddRow(
                    new Text(scheme.Name, Screen.Name),
                    new Text(SchemeWords.SignatureHeader(scheme)),
                    new Text(scheme.Freshness is null ? "" : SchemeWords.Window(scheme)),
                    new Text(scheme.Replay == ReplayRule.None ? "" : SchemeWords.Replay(scheme)));
            }

            screen.Write(table);
        }

        screen.WriteLine((SchemeGroups.More, Screen.Quiet));
    }
}
