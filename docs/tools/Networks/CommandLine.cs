using System.CommandLine;
using HierKD.Samples;

namespace HierKD.Networks;

/// <summary>The options, their defaults and their descriptions.</summary>
internal static class CommandLine
{
    private const string Results = "docs/results/networks.json";

    public static RootCommand Create(Func<Settings, int> survey)
    {
        var only = new Option<string[]>("--only")
        {
            Description = "These networks alone, slow ones too; nothing is written then unless --out is given",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => []
        }
            .AcceptOnlyFromAmong([.. NetworkCatalog.All.Select(n => n.Name)]);
        var threads = OptionOf.Number("--threads", "Threads of torch", 1, least: 1);
        var seed = OptionOf.Number("--seed", "Seed of the weights, the inputs and the masks", 1, least: 0);
        var output =
            new Option<string>("--out") { Description = $"The .json file to write; a page is written beside it. By default {Results}" };
        var root = new RootCommand(
            "Lets HierKD find what can be removed of every network of HierKD.Models, removes half of it, and checks what is left.")
        {
            only, threads, seed, output
        };
        root.SetAction(line =>
        {
            var names = line.GetValue(only)!;
            return survey(new Settings(
                names, line.GetValue(threads), line.GetValue(seed), line.GetValue(output) ?? (names.Length == 0 ? Results : null)));
        });
        return root;
    }
}
