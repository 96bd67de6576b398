"""The words of every fault, English first, Vietnamese second.

Those of lint are `remarks`, those of what keywords take `shapes`.
"""

from formkit.definition.remarks import FINDINGS, Words

NEAR: Words = ("Did you mean {near}?", "Có phải ý Ông/Bà là {near}?")

_READING: dict[str, Words] = {
    "file": (
        "The file can't be read ({reason}). Check its name and whether you may open it.",
        "Không đọc được tệp ({reason}). Hãy kiểm tra lại tên tệp và quyền mở tệp.",
    ),
    "size": (
        "The definition is larger than {limit} bytes. Split it, or leave data out of it.",
        "Định nghĩa lớn hơn {limit} byte. Hãy chia nhỏ, hoặc bỏ bớt dữ liệu.",
    ),
    "values": (
        "The definition has more than {limit} values. Split it, or leave data out of it.",
        "Định nghĩa có hơn {limit} giá trị. Hãy chia nhỏ, hoặc bỏ bớt dữ liệu.",
    ),
    "utf8": (
        "The file isn't UTF-8 text. Save it again with the encoding UTF-8.",
        "Tệp không phải văn bản UTF-8. Hãy lưu lại tệp với bảng mã UTF-8.",
    ),
    "json": (
        (
            "This isn't JSON: column {column} can't be read, at “{found}”."
            " Look for a missing or superfluous comma, quote or bracket just before it."
        ),
        (
            "Đây không phải JSON: không đọc được từ cột {column}, chỗ “{found}”."
            " Hãy tìm dấu phẩy, ngoặc kép hoặc ngoặc bị thiếu hay thừa ngay trước đó."
        ),
    ),
    "json-end": (
        "This isn't JSON: the text ends too early. Add the brackets or quotes that are open.",
        "Đây không phải JSON: văn bản hết quá sớm. Hãy đóng các ngoặc còn mở.",
    ),
    "depth": (
        "Brackets are nested more than {limit} deep here. Move inner parts to $defs.",
        "Ngoặc lồng nhau quá {limit} tầng ở đây. Hãy chuyển phần bên trong sang $defs.",
    ),
    "repeated": (
        "The key “{key}” stands here twice. Rename or remove one of them.",
        "Khóa “{key}” có ở đây hai lần. Hãy đổi tên hoặc xóa một khóa.",
    ),
    "number": (
        "{found} is no number that JSON can hold. Write a number of at most 4,300 digits.",
        "{found} không phải số mà JSON ghi được. Hãy ghi một số không quá 4.300 chữ số.",
    ),
    "key": (
        "The key {found} isn't text. Keys of a definition are text.",
        "Khóa {found} không phải là chữ. Khóa trong định nghĩa phải là chữ.",
    ),
    "value": (
        "A value of the type {found} isn't JSON. Use dict, list, str, int, float, bool or None.",
        (
            "Giá trị kiểu {found} không phải JSON."
            " Hãy dùng dict, list, str, int, float, bool hoặc None."
        ),
    ),
    "no-definition": (
        "A definition is one JSON object: begin it with {{ and end it with }}.",
        "Định nghĩa là một đối tượng JSON: bắt đầu bằng {{ và kết thúc bằng }}.",
    ),
}

_REFERENCES: dict[str, Words] = {
    "address": (
        "“{found}” is no address. Write a web address, or the name of a file.",
        "“{found}” không phải địa chỉ. Hãy ghi một địa chỉ web hoặc tên tệp.",
    ),
    "id-twice": (
        "Another schema has the address {found} too. Give each an $id of its own.",
        "Một lược đồ khác cũng có địa chỉ {found}. Hãy đặt cho mỗi lược đồ một $id riêng.",
    ),
    "network": (
        (
            "{found} isn't here, and nothing is fetched from the network."
            " Put the document beside the definition, or hand it over in resources."
        ),
        (
            "Ở đây không có {found}, và không tải gì từ mạng."
            " Hãy đặt tài liệu cạnh định nghĩa, hoặc đưa vào resources."
        ),
    ),
    "no-document": (
        (
            "There is no document {found}. Hand it over in resources, or put it beside the"
            " definition, in the same folder and not above it."
        ),
        (
            "Không có tài liệu {found}. Hãy đưa vào resources, hoặc đặt cạnh định nghĩa,"
            " trong cùng thư mục và không ở thư mục bên trên."
        ),
    ),
    "no-file": (
        "There is no file beside the definition for {found}. Check the name of the file.",
        "Cạnh định nghĩa không có tệp nào cho {found}. Hãy kiểm tra lại tên tệp.",
    ),
    "no-pointer": (
        "{found} leads to nothing. Check each name in it.",
        "{found} không dẫn đến đâu. Hãy kiểm tra lại từng tên trong đó.",
    ),
    "no-anchor": (
        "No schema there has the $anchor “{found}”. Check the name, or begin it with /.",
        (
            "Ở đó không lược đồ nào có $anchor “{found}”. Hãy kiểm tra lại tên,"
            " hoặc bắt đầu bằng dấu /."
        ),
    ),
    "not-schema": (
        "{found} leads to something that is no schema. Refer to an object, true or false.",
        "{found} dẫn đến thứ không phải lược đồ. Hãy trỏ đến một đối tượng, true hoặc false.",
    ),
    "circle": (
        (
            "These references lead back here without end: {through}."
            " Take one of them out, or put it inside properties or items."
        ),
        (
            "Các tham chiếu này quay lại đây mãi: {through}."
            " Hãy bỏ bớt một tham chiếu, hoặc đặt vào trong properties hay items."
        ),
    ),
    "draft": (
        (
            "The definition is written for JSON Schema {found}. Bring it up to 2020-12, and say so"
            " in $schema."
        ),
        (
            "Định nghĩa viết theo JSON Schema {found}. Hãy chuyển sang 2020-12 và ghi lại trong"
            " $schema."
        ),
    ),
    "dialect": (
        (
            "{found} isn't known. Use https://json-schema.org/draft/2020-12/schema,"
            " or hand that document over in resources."
        ),
        (
            "Không biết {found}. Hãy dùng https://json-schema.org/draft/2020-12/schema,"
            " hoặc đưa tài liệu đó vào resources."
        ),
    ),
    "dialect-broken": (
        "The meta-schema {found} can't be used ({reason}). Mend it, or use that of 2020-12.",
        (
            "Không dùng được siêu lược đồ {found} ({reason})."
            " Hãy sửa lại, hoặc dùng siêu lược đồ của 2020-12."
        ),
    ),
    "dialect-rule": (
        "The meta-schema {found} doesn't allow this value ({rule}). Change it as that says.",
        "Siêu lược đồ {found} không cho phép giá trị này ({rule}). Hãy sửa theo đó.",
    ),
}

_SCHEMAS: dict[str, Words] = {
    "misshapen": (
        "{keyword} takes {shape}.",
        "{keyword} cần {shape}.",
    ),
    "misplaced": (
        "{keyword} counts only at the root of a definition. Move it there.",
        "{keyword} chỉ có nghĩa ở gốc của định nghĩa. Hãy chuyển về gốc.",
    ),
    "misuse": (
        "This is not what {keyword} takes ({rule}: {expected}). See the vocabulary.",
        "{keyword} không nhận giá trị này ({rule}: {expected}). Hãy xem phần từ vựng.",
    ),
    "misuse type": (
        "Here {keyword} takes a value of the type {expected}.",
        "Ở đây {keyword} cần giá trị kiểu {expected}.",
    ),
    "misuse anyOf": (
        "{keyword} takes the name of a control in quotes, such as textarea.",
        "{keyword} cần tên một ô nhập đặt trong ngoặc kép, ví dụ textarea.",
    ),
    "misuse enum": (
        "Here {keyword} takes one of: {expected}.",
        "Ở đây {keyword} cần một trong các giá trị: {expected}.",
    ),
    "misuse required": (
        "Something is missing in {keyword}. Add {expected}.",
        "Trong {keyword} còn thiếu. Hãy thêm {expected}.",
    ),
    "misuse unknown": (
        "{keyword} has no {found}. It may have: {expected}.",
        "{keyword} không có {found}. Có thể dùng: {expected}.",
    ),
    "misuse tag": (
        "“{found}” is no language tag. Write one such as vi, en or zh-Hant.",
        "“{found}” không phải mã ngôn ngữ. Hãy ghi một mã như vi, en hoặc zh-Hant.",
    ),
    "misuse pointer": (
        "“{found}” is no JSON Pointer to an answer. Write one such as /phone.",
        "“{found}” không phải JSON Pointer đến câu trả lời. Hãy ghi ví dụ /phone.",
    ),
    "misuse relative": (
        "“{found}” doesn't lead to another answer. For the question beside it write 1/its_key.",
        "“{found}” không dẫn đến câu trả lời khác. Với câu hỏi bên cạnh, hãy ghi 1/khóa_câu_hỏi.",
    ),
    "not-object": (
        (
            "The answers of a form are an object, and this says something else."
            " Write type: object, and put the question into properties."
        ),
        (
            "Câu trả lời của phiếu là một đối tượng, còn ở đây ghi khác."
            " Hãy ghi type: object và đặt câu hỏi vào properties."
        ),
    ),
    "no-object": (
        (
            "Nothing here says that the answers are an object."
            " Write type: object, and the questions in properties."
        ),
        (
            "Ở đây không ghi rằng câu trả lời là một đối tượng."
            " Hãy ghi type: object và các câu hỏi trong properties."
        ),
    ),
    "levels": (
        "Questions are nested more than {limit} levels deep. Bring the inner ones further up.",
        "Câu hỏi lồng nhau quá {limit} tầng. Hãy đưa câu hỏi bên trong lên trên.",
    ),
    "questions": (
        "There are more than {limit} questions. Split the form.",
        "Có hơn {limit} câu hỏi. Hãy chia phiếu thành nhiều phiếu.",
    ),
    "parts": (
        "More than {limit} schemas speak of one question. Leave references or conditions out.",
        "Có hơn {limit} lược đồ nói về một câu hỏi. Hãy bỏ bớt tham chiếu hoặc điều kiện.",
    ),
    "overlay-value": (
        (
            "In the overlay a value of the type {found} can't stand here."
            " It is an object of pointers, each with an object of x- keywords."
        ),
        (
            "Trong lớp phủ, giá trị kiểu {found} không đứng ở đây được."
            " Lớp phủ gồm các con trỏ, mỗi con trỏ có một đối tượng từ khóa x-."
        ),
    ),
    "overlay-nowhere": (
        "The overlay names a place that is no schema of the definition. Check the pointer.",
        "Lớp phủ trỏ đến chỗ không phải lược đồ của định nghĩa. Hãy kiểm tra lại con trỏ.",
    ),
    "overlay-keyword": (
        (
            "An overlay may not change {keyword}, only keywords that begin with x-."
            " Change it in the definition."
        ),
        (
            "Lớp phủ không được sửa {keyword}, chỉ được sửa từ khóa bắt đầu bằng x-."
            " Hãy sửa trong định nghĩa."
        ),
    ),
}

WORDS: dict[str, Words] = {**_READING, **_REFERENCES, **_SCHEMAS, **FINDINGS}
