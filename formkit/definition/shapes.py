"""The words of what the keywords of JSON Schema take, English first, Vietnamese second."""

from formkit.definition.remarks import Words

SHAPE: dict[str, Words] = {
    "schema": ("a schema: an object, true or false", "một lược đồ: đối tượng, true hoặc false"),
    "schemas": (
        "a list of at least one schema",
        "một danh sách có ít nhất một lược đồ",
    ),
    "schema-map": (
        "an object whose values are schemas",
        "một đối tượng mà mỗi giá trị là một lược đồ",
    ),
    "dependencies": (
        "an object whose values are schemas or lists of names",
        "một đối tượng mà mỗi giá trị là một lược đồ hoặc danh sách tên",
    ),
    "identifier": (
        "an address without a part after #",
        "một địa chỉ không có phần sau dấu #",
    ),
    "anchor": (
        "a name of letters, digits, -, _ and . that begins with a letter or _",
        "một tên gồm chữ cái, chữ số, -, _ và dấu chấm, bắt đầu bằng chữ cái hoặc _",
    ),
    "text": ("text in quotes", "chữ đặt trong ngoặc kép"),
    "boolean": ("true or false, without quotes", "true hoặc false, không có ngoặc kép"),
    "number": ("a number, without quotes", "một số, không có ngoặc kép"),
    "positive": ("a number above 0", "một số lớn hơn 0"),
    "count": ("a whole number, 0 or more", "một số nguyên, từ 0 trở lên"),
    "names": ("a list of names, none twice", "một danh sách tên, không tên nào lặp lại"),
    "name-map": (
        "an object whose values are lists of names, none twice",
        "một đối tượng mà mỗi giá trị là danh sách tên, không tên nào lặp lại",
    ),
    "types": (
        "one of array, boolean, integer, null, number, object, string, or a list of these",
        "một trong array, boolean, integer, null, number, object, string, hoặc danh sách của chúng",
    ),
    "list": ("a list", "một danh sách"),
    "vocabularies": (
        "an object whose values are true or false",
        "một đối tượng mà mỗi giá trị là true hoặc false",
    ),
    "anchor-2019-09": (
        "a name of letters, digits, -, _, : and . that begins with a letter",
        "một tên gồm chữ cái, chữ số, -, _, dấu hai chấm và dấu chấm, bắt đầu bằng chữ cái",
    ),
    "exclusive": (
        "true or false, beside minimum or maximum",
        "true hoặc false, đi cùng minimum hay maximum",
    ),
    "object-schema": ("a schema: an object", "một lược đồ: đối tượng"),
    "options": (
        "a list of at least one value, none twice",
        "một danh sách có ít nhất một giá trị, không giá trị nào lặp lại",
    ),
    "schema-or-schemas": (
        "a schema, or a list of at least one schema",
        "một lược đồ, hoặc một danh sách có ít nhất một lược đồ",
    ),
    "some-dependencies": (
        "an object whose values are schemas or lists of at least one name",
        "một đối tượng mà mỗi giá trị là một lược đồ hoặc danh sách có ít nhất một tên",
    ),
    "some-names": (
        "a list of at least one name, none twice",
        "một danh sách có ít nhất một tên, không tên nào lặp lại",
    ),
}
