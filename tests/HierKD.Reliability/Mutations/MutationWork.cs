using System.Text.Json;
using HierKD.Reliability.Readers;

namespace HierKD.Reliability.Mutations;

/// <summary>Reads damaged files in a process that may die of it.</summary>
internal static class MutationWork
{
    public static int Run(MutationWorkSettings settings)
    {
        using var place = new PlaceFile(settings.Place);
        var (reader, mutator) = ReaderCatalog.Create(settings.Reader);
        using (reader)
        {
            new MutationBatch(reader, mutator, settings.Seed, report => Console.WriteLine(JsonSerializer.Serialize(report)))
                .Run(settings.Place + ".mutated", settings.From, settings.Count, index => place.Index = index);
        }
        return 0;
    }
}
