using System.Text;

namespace HmacKit.Cli;

/// <summary>Standard output for what writes text.</summary>
internal sealed class OutputWriter(OutputBuffer output) : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => output.Write(value.ToString());

    public override void Write(string? value) => output.Write(value ?? "");
}
