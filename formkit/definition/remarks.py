"""The words of what lint finds, English first, Vietnamese second."""

Words = tuple[str, str]

FINDINGS: dict[str, Words] = {
    "misspelt": (
        "{keyword} isn't known, and does nothing.",
        "Không biết {keyword}, nên từ khóa này không có tác dụng.",
    ),
    "reserved": (
        "{keyword} is reserved and does nothing yet. Leave it out.",
        "{keyword} được giữ lại cho sau này và chưa có tác dụng. Hãy bỏ ra.",
    ),
    "widget": (
        "formkit has no control {found}. The page that shows the form must have it.",
        "formkit không có ô nhập {found}. Trang hiện phiếu phải có ô nhập này.",
    ),
    "unfitting": (
        "The control {found} doesn't fit the question {question}. Leave x-widget out.",
        "Ô nhập {found} không hợp với câu hỏi {question}. Hãy bỏ x-widget.",
    ),
    "tick-required": (
        "{question} is required, and a tick can't say no. Leave x-widget out, or required.",
        "{question} cần câu trả lời, mà ô đánh dấu không nói được “không”. Hãy bỏ x-widget.",
    ),
    "pattern": (
        "The pattern {found} can't be read ({reason}). Write it as JavaScript does.",
        "Không đọc được mẫu {found} ({reason}). Hãy viết theo cách của JavaScript.",
    ),
    "lookaround": (
        "The pattern {found} looks around or back, which can take very long. Write it without.",
        "Mẫu {found} nhìn trước hoặc nhìn sau, có thể chạy rất lâu. Hãy viết cách khác.",
    ),
    "vacuous": (
        "The condition also holds when {property} is missing. Add it to required beside it.",
        "Điều kiện cũng đúng khi thiếu {property}. Hãy thêm vào required ở bên cạnh.",
    ),
    "unrendered": (
        "The question {question} isn't shown: {reason}. Say more about what it takes.",
        "Câu hỏi {question} không hiện ra: {reason}. Hãy ghi rõ hơn câu trả lời là gì.",
    ),
    "json-text": (
        "The question {question} gets a field for JSON text: {reason}. Say it more simply.",
        "Câu hỏi {question} phải nhập bằng chữ JSON: {reason}. Hãy ghi đơn giản hơn.",
    ),
    "secret": (
        "{question} asks for a password, code, bank account or ID photograph. Take it out.",
        "{question} hỏi mật khẩu, mã, tài khoản ngân hàng hoặc ảnh giấy tờ. Hãy bỏ câu này.",
    ),
    "untitled": (
        "The question {question} has no title. Write one.",
        "Câu hỏi {question} chưa có tiêu đề (title). Hãy ghi tiêu đề.",
    ),
    "untranslated": (
        "{keyword} has no text in the language {language}. Add it to x-i18n.",
        "{keyword} chưa có chữ bằng ngôn ngữ {language}. Hãy thêm vào x-i18n.",
    ),
    "limit-nowhere": (
        "{found} leads to no question from here. For one beside it write 1/its_key.",
        "Từ đây {found} không dẫn đến câu hỏi nào. Với câu bên cạnh, hãy ghi 1/khóa_câu_hỏi.",
    ),
    "page-nowhere": (
        "{found} is no question of the form itself. Name one as /its_key.",
        "{found} không phải câu hỏi của phiếu. Hãy ghi /khóa_câu_hỏi.",
    ),
    "page-twice": (
        "{found} already stands on a page. Take it out here or there.",
        "{found} đã có trong một trang. Hãy bỏ ra ở đây hoặc ở đó.",
    ),
    "page-missing": (
        "The question {question} is on no page. Name it in one.",
        "Câu hỏi {question} không thuộc trang nào. Hãy ghi vào một trang.",
    ),
    "consent-nowhere": (
        "No question has the key {found}. Name the question that asks for this consent.",
        "Không câu hỏi nào có khóa {found}. Hãy ghi khóa của câu hỏi xin đồng ý này.",
    ),
    "role-twice": (
        "Another question has the role {found} too, and reports read one. Leave it at one.",
        "Một câu hỏi khác cũng có vai trò {found}, mà báo cáo chỉ đọc một câu. Hãy để ở một câu.",
    ),
    "hidden-circle": (
        (
            "These questions show or hide each other in a circle: {questions}."
            " Make one of them not depend on the others."
        ),
        (
            "Các câu hỏi này làm hiện hoặc ẩn lẫn nhau theo vòng: {questions}."
            " Hãy để một câu không phụ thuộc vào các câu kia."
        ),
    ),
}

WARNING: Words = ("warning: ", "cảnh báo: ")

# Why a question isn't rendered, in Vietnamese: `facts` says it in English.
REASON: dict[str, str] = {
    "nothing is allowed here": "ở đây không cho phép giá trị nào",
    "no type is left": "không còn kiểu (type) nào",
    "no option is left": "không còn lựa chọn nào",
    "there are too many ways to choose": "có quá nhiều cách chọn",
}
