namespace HierKD.TorchSharpStub;

/// <summary>A generic parameter as the comment writes it: <c>T : struct &amp; unmanaged</c>.</summary>
internal sealed record GenericParameterText(string Name, string[] Constraints)
{
    public static GenericParameterText Parse(string text)
    {
        var parts = text.Split(" : ", 2);
        return new GenericParameterText(parts[0].Trim(), parts.Length > 1 ? parts[1].Split(" & ") : []);
    }
}
