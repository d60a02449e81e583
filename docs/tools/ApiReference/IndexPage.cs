using System.Text;

namespace HierKD.ApiReference;

/// <summary>The page that names every type, in the folders of the source.</summary>
/// <param name="library">The library.</param>
/// <param name="files">Where its types lie.</param>
internal sealed class IndexPage(Library library, SourceFiles files)
{
    public override string ToString()
    {
        var text = new CommentText(library, page: null);
        var page = new StringBuilder("""
            <!-- Written by docs/tools/ApiReference from the XML comments in src/HierKD and src/HierKD.Onnx. -->

            # API reference

            Every public type of HierKD, by the folder of the source that it lies in; all are in the namespace `HierKD`, and
            those of the package `HierKD.Onnx` in its own.
            The pages are written by `dotnet run --project docs/tools/ApiReference -c Release -f net10.0` from the XML comments,
            which an IDE shows too.
            How they play together is said in [the other pages](../README.md). `torch` is TorchSharp's class of that name.


            """.ReplaceLineEndings("\n"));
        foreach (var chapter in library.Types.GroupBy(files.ChapterOf).OrderBy(chapter => chapter.Key, StringComparer.Ordinal))
        {
            page.Append($"## {(chapter.Key.Length > 0 ? chapter.Key : "The front door")}\n\n| type | |\n|---|---|\n");
            foreach (var type in chapter)
            {
                page.Append($"| {text.Link(type)} | {text.Line(library.CommentOf(type)!.Element("summary"))} |\n");
            }
            page.Append('\n');
        }
        return page.ToString().TrimEnd() + "\n";
    }
}
