namespace HierKD.Tests.Docs;

/// <summary>What a program of the documentation prints.</summary>
internal static class ConsoleOutput
{
    public static string Of(Action work)
    {
        var console = Console.Out;
        using var output = new StringWriter();
        try
        {
            Console.SetOut(output);
            work();
        }
        finally
        {
            Console.SetOut(console);
        }
        return output.ToString();
    }
}
